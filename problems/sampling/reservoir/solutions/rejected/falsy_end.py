"""Takes a falsy item for the end of the stream.

Trap: an empty text, or the number 0, is an utterance.
Mistake: edge_cases_late
Caught by: edge/determined, metamorphic/short-streams
May also fail: metamorphic/contents, statistical/items, statistical/pairs
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed)
    sample = []
    position = -1
    while item := next(stream, None):
        position += 1
        if position < k:
            sample.append(item)
            continue
        place = generator.randrange(position + 1)
        if place < k:
            sample[place] = item
    return sample
