"""Loop over the classes, a boolean mask for the test side."""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError(f"test_frac must lie strictly between 0 and 1, got {test_frac}")
    y = np.asarray(y)
    rng = np.random.default_rng(seed)
    in_test = np.zeros(len(y), dtype=bool)
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        n_test = np.floor(test_frac * len(rows) + 0.5)
        if len(rows) >= 2:
            n_test = n_test.clip(1, len(rows) - 1)
        in_test[rng.permutation(rows)[: int(n_test)]] = True
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
