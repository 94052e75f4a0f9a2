"""Algorithm R with a private random.Random: item i (from 0) takes a uniform place among i + 1 and enters if that is below k.
k is checked before the stream is touched."""
import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    rng = random.Random(int(seed))
    sample = []
    for i, item in enumerate(stream):
        if i < k:
            sample.append(item)
        else:
            j = rng.randrange(i + 1)
            if j < k:
                sample[j] = item
    return sample
