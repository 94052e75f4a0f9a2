"""Lets each later item in with an even chance.

Trap: the last items are drawn far too often.
Mistake: none
Caught by: statistical/items
May also fail: statistical/pairs
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed)
    sample = []
    for position, item in enumerate(stream):
        if position < k:
            sample.append(item)
            continue
        if generator.random() < 0.5:
            sample[generator.randrange(k)] = item
    return sample
