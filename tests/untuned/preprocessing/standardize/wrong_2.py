"""Mistake: the result is allocated with empty_like, so an integer table truncates its z-scores. Violates "result: two new float64 arrays" together with "a table with nothing missing may have an integer dtype". Shows on train = np.array([[1], [3], [5]]), whose z become -1, 0, 1 as integers."""
import numpy as np


def standardize(train, test):
    train = np.asarray(train)
    test = np.asarray(test)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("shapes do not fit")
    if train.shape[0] == 0:
        raise ValueError("train is empty")
    train_z = np.empty_like(train)
    test_z = np.empty_like(test)
    for j in range(train.shape[1]):
        col = train[:, j].astype(np.float64)
        col = col[~np.isnan(col)]
        if col.size == 0:
            raise ValueError("unobserved column")
        mu = col.mean()
        sigma = col.std()
        if col.min() == col.max():
            mu, sigma = col[0], 1.0
        train_z[:, j] = (train[:, j] - mu) / sigma
        test_z[:, j] = (test[:, j] - mu) / sigma
    return train_z, test_z
