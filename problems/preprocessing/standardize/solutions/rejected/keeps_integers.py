"""The result is made like the input, so integer tables give truncated scores.

Trap: `empty_like` copies the dtype as well as the shape.
Mistake: no_validation
Caught by: hygiene/inputs
"""

import numpy as np


def standardize(train, test):
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("two tables with the same columns are needed")
    train_z, test_z = np.empty_like(train), np.empty_like(test)
    for j in range(train.shape[1]):
        observed = train[:, j][~np.isnan(train[:, j])]
        if len(observed) == 0:
            raise ValueError("a column has no observed training value")
        std = observed.std() if observed.min() < observed.max() else 1.0
        train_z[:, j] = (train[:, j] - observed.mean()) / std
        test_z[:, j] = (test[:, j] - observed.mean()) / std
    return train_z, test_z
