"""Uses the hash of each item with the seed as its random key.

Trap: the hash of a text differs from process to process.
Mistake: pure_coding
Caught by: determinism/seeded
May also fail: growth/memory
"""

import heapq
import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    keyed = ((random.Random(hash((item, number, seed))).random(), number, item) for number, item in enumerate(stream))
    return [item for _, _, item in heapq.nlargest(k, keyed)]
