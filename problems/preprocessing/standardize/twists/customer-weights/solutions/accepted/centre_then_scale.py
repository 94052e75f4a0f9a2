"""Centres each column first, then divides by the root of the mean square. Policies: constant_column=unit_scale."""

import numpy as np


def centre_and_scale(values, weight):
    counts = ~np.isnan(values) & (weight > 0)
    if not counts.any():
        raise ValueError("a training column has no observed value of positive weight")
    kept, w = values[counts], weight[counts] / weight[counts].sum()
    if np.ptp(kept) == 0:
        return kept[0], 1.0
    centre = kept @ w
    return centre, np.sqrt((kept - centre) ** 2 @ w)


def standardize(train, test, weight):
    train, test, weight = (np.asarray(a, dtype=float) for a in (train, test, weight))
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("the tables need the same columns")
    if weight.ndim != 1 or len(weight) != len(train) or not (weight >= 0).all():
        raise ValueError("each training row needs a weight of at least 0")
    centre, spread = np.transpose([centre_and_scale(column, weight) for column in train.T])
    return (train - centre) / spread, (test - centre) / spread
