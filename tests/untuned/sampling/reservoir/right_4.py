"""Algorithm R in blocks of 1024 items, with the random places of a block drawn by one call of a private RandomState-like Generator;
memory holds one block besides the sample."""
from itertools import count, islice

import numpy as np


def reservoir(stream, k, seed):
    if not k >= 1:
        raise ValueError("k must be at least 1, got %r" % (k,))
    it, rng = iter(stream), np.random.default_rng(seed)
    out, seen = [], 0
    for _ in count():
        block = list(islice(it, 1024))
        if not block:
            return out
        places = rng.integers(0, np.arange(seen + 1, seen + len(block) + 1)).tolist()
        for offset, (item, j) in enumerate(zip(block, places)):
            if seen + offset < k:
                out.append(item)
            elif j < k:
                out[j] = item
        seen += len(block)
