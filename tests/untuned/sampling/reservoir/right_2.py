"""Algorithm L (Li 1994): jumps over geometrically distributed stretches instead of drawing for every item."""
import math
import random
from itertools import islice


def reservoir(stream, k, seed):
    k = int(k)
    if k < 1:
        raise ValueError("k must be at least 1")
    stream = iter(stream)
    rng = random.Random(int(seed))
    sample = list(islice(stream, k))
    if len(sample) < k:
        return sample
    log_w = math.log(1.0 - rng.random()) / k
    done = object()
    while True:
        w = math.exp(log_w)
        u = 1.0 - rng.random()                      # in (0, 1]
        skip = math.floor(math.log(u) / math.log1p(-w)) if w < 1.0 else 0
        item = done
        for item in islice(stream, skip, skip + 1):
            break
        if item is done:
            return sample
        sample[rng.randrange(k)] = item
        log_w += math.log(1.0 - rng.random()) / k
