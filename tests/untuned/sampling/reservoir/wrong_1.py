"""Draws the place from i instead of i + 1 numbers. Violates "every choice of k positions of the stream is equally likely".
Shows on k = 1 and a stream of two: the first item is never returned."""
import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    rng = random.Random(seed)
    sample = []
    for i, item in enumerate(stream):
        if len(sample) < k:
            sample.append(item)
        else:
            j = rng.randint(0, i - 1)
            if j < k:
                sample[j] = item
    return sample
