"""Draws the place from one number too many.

Trap: late items are drawn too seldom.
Mistake: none
Caught by: statistical/items
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
        place = generator.randrange(position + 2)
        if place < k:
            sample[place] = item
    return sample
