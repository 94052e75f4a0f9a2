"""Fill a list, then let each later item replace a random one with falling probability."""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    generator = random.Random(seed)
    sample = []
    for position, item in enumerate(stream):
        if position < k:
            sample.append(item)
            continue
        place = generator.randrange(position + 1)
        if place < k:
            sample[place] = item
    return sample
