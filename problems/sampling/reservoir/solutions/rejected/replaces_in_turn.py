"""Lets items in with the right chance but replaces the places in turn.

Trap: what came in first goes out first, so how long an item stays depends on when it came.
Mistake: none
Caught by: statistical/items, statistical/pairs
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed)
    sample, turn = [], 0
    for position, item in enumerate(stream):
        if position < k:
            sample.append(item)
            continue
        if generator.randrange(position + 1) < k:
            sample[turn % k] = item
            turn += 1
    return sample
