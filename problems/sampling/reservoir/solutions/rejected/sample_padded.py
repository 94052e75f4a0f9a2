"""Begins with k empty places.

Trap: a short stream comes back with places that nobody filled.
Mistake: edge_cases_late
Caught by: metamorphic/short-streams, edge/determined
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed)
    sample = [None] * k
    for position, item in enumerate(stream):
        if position < k:
            sample[position] = item
            continue
        place = generator.randrange(position + 1)
        if place < k:
            sample[place] = item
    return sample
