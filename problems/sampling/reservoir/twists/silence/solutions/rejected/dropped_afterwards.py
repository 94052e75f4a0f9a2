"""Draws as before and drops silence from the sample.

Trap: the sample shrinks by as much silence as was drawn.
Mistake: wrong_objective
Caught by: metamorphic/no-silence, statistical/after-silence, edge/silence
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
        place = generator.randrange(position + 1)
        if place < k:
            sample[place] = item
    return [item for item in sample if not isinstance(item, str) or item.strip(" ")]
