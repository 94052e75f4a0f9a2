"""Mistake: an early return for an empty train hands back empty copies. Violates "raise ValueError. The same goes for a train without rows". Shows on train = np.empty((0, 2)), test = [[1.0, 2.0]]."""
import numpy as np


def standardize(train, test):
    train = np.array(train, dtype=np.float64)
    test = np.array(test, dtype=np.float64)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("shapes")
    if train.size == 0:
        return train, test
    train_z, test_z = np.empty(train.shape), np.empty(test.shape)
    for j in range(train.shape[1]):
        col = train[:, j]
        col = col[~np.isnan(col)]
        if len(col) == 0:
            raise ValueError("column %d never observed" % j)
        if col.min() == col.max():
            mu, sigma = col[0], 1.0
        else:
            mu, sigma = col.mean(), col.std()
        train_z[:, j] = (train[:, j] - mu) / sigma
        test_z[:, j] = (test[:, j] - mu) / sigma
    return train_z, test_z
