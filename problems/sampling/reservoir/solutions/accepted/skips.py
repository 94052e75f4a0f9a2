"""Draws how many items to pass over until the next replacement, instead of a number per item."""

import math
import random
from itertools import islice


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be positive")
    generator = random.Random(seed)
    sample = list(islice(stream, k))
    threshold = 1.0
    while True:
        threshold *= (1.0 - generator.random()) ** (1.0 / k)
        passed = math.floor(math.log(1.0 - generator.random()) / math.log1p(-threshold))
        for item in islice(stream, passed, None):
            sample[generator.randrange(k)] = item
            break
        else:
            return sample
