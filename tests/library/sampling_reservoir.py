"""random.Random(seed).sample of the whole stream"""

import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k is below 1")
    items = list(stream)
    return random.Random(seed).sample(items, min(k, len(items)))
