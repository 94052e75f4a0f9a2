"""A generator drops silence before the draw begins, so that the count is right by construction."""

import random


def spoken(stream):
    return (item for item in stream if not isinstance(item, str) or item.strip(" "))


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    generator = random.Random(seed)
    sample = []
    for position, item in enumerate(spoken(stream)):
        if position < k:
            sample.append(item)
        else:
            place = generator.randrange(position + 1)
            if place < k:
                sample[place] = item
    return sample
