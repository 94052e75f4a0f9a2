"""Refuses a stream that is shorter than the sample.

Trap: a quiet day is an ordinary day.
Mistake: edge_cases_late
Caught by: metamorphic/short-streams, edge/determined
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
    if len(sample) < k:
        raise ValueError("the stream is too short")
    return sample
