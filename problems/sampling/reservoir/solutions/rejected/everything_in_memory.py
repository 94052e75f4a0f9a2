"""Collects the stream in a list and draws from it.

Trap: right, until the stream is longer than the memory.
Mistake: pure_coding
Caught by: growth/memory
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    items = list(stream)
    return random.Random(seed).sample(items, min(k, len(items)))
