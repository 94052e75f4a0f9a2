"""Mixes seed and a name with hash(), which is salted per process for texts. Violates "The same arguments give the same list in every
process". Shows on range(100), k = 5 in two processes with different PYTHONHASHSEED."""
import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    rng = random.Random(hash(("reservoir", seed)))
    sample = []
    for i, item in enumerate(stream):
        if i < k:
            sample.append(item)
        else:
            j = rng.randint(0, i)
            if j < k:
                sample[j] = item
    return sample
