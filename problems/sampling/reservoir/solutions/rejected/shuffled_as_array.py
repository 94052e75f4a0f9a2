"""Shuffles the sample as a numpy array before it is returned.

Trap: an array has one type for all items, and large integers of both signs become floats.
Mistake: shapes_assumed
Caught by: metamorphic/short-streams
"""

import numpy as np


def reservoir(stream, k, seed):
    if k < 1:
        raise ValueError("k must be at least 1")
    rng = np.random.default_rng(seed)
    sample = []
    for position, item in enumerate(stream):
        if position < k:
            sample.append(item)
        elif (place := rng.integers(position + 1)) < k:
            sample[place] = item
    if not sample:
        return sample
    return rng.permutation(np.array(sample)).tolist()
