"""No loop over classes: random keys, ranked within each class by one sort."""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0.0 < test_frac < 1.0:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    _, codes, counts = np.unique(y, return_inverse=True, return_counts=True)

    n_test = np.floor(test_frac * counts + 0.5).astype(int)
    several = counts >= 2
    n_test[several] = n_test[several].clip(1, counts[several] - 1)

    keys = np.random.default_rng(seed).random(len(y))
    order = np.lexsort((keys, codes))  # grouped by class, random within it
    first_of_class = np.cumsum(counts) - counts
    rank = np.empty(len(y), dtype=int)
    rank[order] = np.arange(len(y)) - first_of_class[codes[order]]

    in_test = rank < n_test[codes]
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
