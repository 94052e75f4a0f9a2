"""Gives each item a random key and sorts them all.

Trap: the keys are fair, but all items are held until the end.
Mistake: pure_coding
Caught by: growth/memory
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed)
    keyed = [(generator.random(), number, item) for number, item in enumerate(stream)]
    return [item for _, _, item in sorted(keyed)[:k]]
