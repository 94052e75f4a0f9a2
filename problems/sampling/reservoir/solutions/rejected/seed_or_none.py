"""Treats the seed 0 as none given.

Trap: 0 is false, and a seed like any other.
Mistake: pure_coding
Caught by: determinism/seeded
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed or None)
    sample = []
    for position, item in enumerate(stream):
        if position < k:
            sample.append(item)
            continue
        place = generator.randrange(position + 1)
        if place < k:
            sample[place] = item
    return sample
