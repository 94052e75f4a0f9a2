"""Accepts with probability k / (i + 1), but replaces the places in turn. Violates "every choice of k positions of the stream is equally
likely". Shows on k = 2 and a stream of 3: the pair (0, 2) never occurs."""
import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    rng = random.Random(seed)
    sample = []
    oldest = 0
    for i, item in enumerate(stream):
        if i < k:
            sample.append(item)
        elif rng.random() < k / (i + 1):
            sample[oldest] = item
            oldest = (oldest + 1) % k
    return sample
