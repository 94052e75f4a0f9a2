"""Random keys, ranked within each class by one sort; seen rows rank last and are struck out. Policies: none."""

import numpy as np


def stratified_split(y, test_frac, seed, seen):
    if not 0.0 < test_frac < 1.0:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y, seen = np.asarray(y), np.array(seen, dtype=bool)
    if y.shape != seen.shape:
        raise ValueError("y and seen differ in length")
    _, codes, counts = np.unique(y, return_inverse=True, return_counts=True)
    n_test = np.floor(test_frac * counts + 0.5).astype(int)
    several = counts >= 2
    n_test[several] = np.clip(n_test[several], 1, counts[several] - 1)

    keys = np.random.default_rng(seed).random(len(y)) + seen
    order = np.lexsort((keys, codes))
    first_of_class = np.cumsum(counts) - counts
    rank = np.empty(len(y), dtype=int)
    rank[order] = np.arange(len(y)) - first_of_class[codes[order]]

    in_test = (rank < n_test[codes]) & ~seen
    return np.where(~in_test)[0], np.where(in_test)[0]
