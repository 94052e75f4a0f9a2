"""Keeps the sample in a numpy array on return, to shuffle it; texts and integers in one stream all become texts, and very long
integers become floats. Violates "returns a list of k utterances". Shows on iter(["stop", 7]), k = 5: "7" instead of 7."""
import numpy as np


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    rng = np.random.default_rng(seed)
    sample = []
    for i, item in enumerate(stream):
        if i < k:
            sample.append(item)
        else:
            j = rng.integers(0, i + 1)
            if j < k:
                sample[j] = item
    if not sample:
        return []
    return rng.permutation(np.array(sample)).tolist()
