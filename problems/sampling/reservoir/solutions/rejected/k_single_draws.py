"""Runs k samples of one item each.

Trap: each is fair, but together they draw with replacement.
Mistake: none
Caught by: metamorphic/contents, metamorphic/short-streams
May also fail: edge/determined
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed)
    sample = []
    for position, item in enumerate(stream):
        sample = sample or [item] * k
        for place in range(k):
            if generator.randrange(position + 1) == 0:
                sample[place] = item
    return sample
