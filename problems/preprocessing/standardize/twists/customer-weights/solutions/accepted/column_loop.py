"""A loop over columns; what counts is observed and weighs something. Policies: constant_column=raise."""

import numpy as np


def fit_column(values, weight):
    counts = ~np.isnan(values) & (weight > 0)
    x, w = values[counts], weight[counts]
    if x.size == 0:
        raise ValueError("no observed value of positive weight in a training column")
    if np.all(x == x[0]):
        raise ValueError("a training column never varies: it has no z-score")
    mean = np.average(x, weights=w)
    variance = np.average((x - mean) ** 2, weights=w)
    return mean, variance**0.5


def standardize(train, test, weight):
    train, test, weight = (np.array(a, dtype=float) for a in (train, test, weight))
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("expected two tables with the same columns")
    if weight.shape != (len(train),) or not np.all(weight >= 0):
        raise ValueError("expected one weight of at least 0 per training row")
    for j in range(train.shape[1]):
        mean, std = fit_column(train[:, j], weight)
        train[:, j] = (train[:, j] - mean) / std
        test[:, j] = (test[:, j] - mean) / std
    return train, test
