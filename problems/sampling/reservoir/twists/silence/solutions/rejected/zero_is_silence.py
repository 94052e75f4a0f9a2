"""Takes every falsy item for silence.

Trap: the number 0 is an utterance, and a text of spaces is not falsy.
Mistake: edge_cases_late
Caught by: edge/silence, metamorphic/no-silence
May also fail: statistical/items, statistical/pairs, statistical/after-silence
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed)
    sample = []
    for position, item in enumerate(item for item in stream if item):
        if position < k:
            sample.append(item)
            continue
        place = generator.randrange(position + 1)
        if place < k:
            sample[place] = item
    return sample
