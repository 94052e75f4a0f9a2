"""A random key per item; a heap holds the k items with the largest keys."""

import heapq

import numpy as np


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("at least one utterance has to be asked for")
    rng = np.random.default_rng(seed)
    heap = []
    for number, item in enumerate(stream):
        entry = (rng.random(), number, item)
        if len(heap) < k:
            heapq.heappush(heap, entry)
        else:
            heapq.heappushpop(heap, entry)
    return [item for _, _, item in heap]
