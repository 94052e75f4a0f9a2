"""Skips silence inside the loop and goes on counting it.

Trap: the chance of an utterance falls with the silence before it.
Mistake: no_validation
Caught by: statistical/after-silence
"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed)
    sample = []
    for position, item in enumerate(stream):
        if isinstance(item, str) and not item.strip(" "):
            continue
        if len(sample) < k:
            sample.append(item)
            continue
        place = generator.randrange(position + 1)
        if place < k:
            sample[place] = item
    return sample
