"""Seeds Python's global generator.

Trap: every other part of the program gets the same stream again.
Mistake: pure_coding
Caught by: determinism/seeded
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    random.seed(seed)
    generator = random
    sample = []
    for position, item in enumerate(stream):
        if position < k:
            sample.append(item)
            continue
        place = generator.randrange(position + 1)
        if place < k:
            sample[place] = item
    return sample
