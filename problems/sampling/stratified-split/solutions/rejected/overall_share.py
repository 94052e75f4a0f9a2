"""Trap: draws the right number of rows over all classes, without looking at the labels.

Mistake: pure_coding
Caught by: metamorphic/class-sizes, metamorphic/rare-classes
May also fail: edge/determined, statistical/rows, statistical/joint, hygiene/inputs
"""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y = np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(y))
    k = int(np.floor(test_frac * len(y) + 0.5))
    return np.sort(order[k:]), np.sort(order[:k])
