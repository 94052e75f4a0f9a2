"""Random keys: every item gets a uniform key from a numpy Generator, a heap keeps the k largest. The position in the heap entry
keeps items from being compared with each other."""
import heapq

import numpy as np


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k")
    rng = np.random.default_rng(seed)
    heap = []
    for i, item in enumerate(stream):
        key = rng.random()
        if len(heap) < k:
            heapq.heappush(heap, (key, i, item))
        elif key > heap[0][0]:
            heapq.heapreplace(heap, (key, i, item))
    return [item for _, _, item in heap]
