"""Draws the place from one number too few.

Trap: the new item gets in with k / i instead of k / (i + 1), so late items are drawn too often.
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
        place = generator.randrange(position)
        if place < k:
            sample[place] = item
    return sample
