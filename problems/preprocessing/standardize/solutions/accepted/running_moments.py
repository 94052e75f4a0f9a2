"""Welford's running mean and squared deviation, one row at a time. Policies: constant_column=zero."""

import math

import numpy as np


def running_statistics(values):
    count, mean, squares = 0, 0.0, 0.0
    for value in values:
        if math.isnan(value):
            continue
        count += 1
        delta = value - mean
        mean += delta / count
        squares += delta * (value - mean)
    if count == 0:
        raise ValueError("column without observed values")
    return mean, math.sqrt(squares / count), squares == 0


def standardize(train, test):
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("shapes do not fit")
    train_z = np.empty(train.shape, dtype=np.float64)
    test_z = np.empty(test.shape, dtype=np.float64)
    for j in range(train.shape[1]):
        mean, std, constant = running_statistics(train[:, j].tolist())
        for source, target in ((train, train_z), (test, test_z)):
            for i, value in enumerate(source[:, j].tolist()):
                if math.isnan(value):
                    target[i, j] = math.nan
                else:
                    target[i, j] = 0.0 if constant else (value - mean) / std
    return train_z, test_z
