"""Reads the whole stream into a list and samples from it. Violates "The memory needed does not grow with the length of the stream".
Shows on 150,000 utterances of 64 characters with k = 50."""
import random


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    items = list(stream)
    return random.Random(seed).sample(items, min(k, len(items)))
