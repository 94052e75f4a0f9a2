"""Skips utterances that are in the sample already.

Trap: equal utterances count by themselves; frequent ones become rare.
Mistake: wrong_objective
Caught by: metamorphic/short-streams, edge/determined
May also fail: metamorphic/contents
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed)
    sample = []
    for position, item in enumerate(stream):
        if item in sample:
            continue
        if len(sample) < k:
            sample.append(item)
            continue
        place = generator.randrange(position + 1)
        if place < k:
            sample[place] = item
    return sample
