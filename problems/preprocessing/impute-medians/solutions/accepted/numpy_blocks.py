"""Whole tables at once: nanmedian, where, hstack. Policies: unobserved_column=raise."""

import numpy as np


def with_indicators(table, fills):
    missing = np.isnan(table)
    return np.hstack([np.where(missing, fills, table), missing])


def impute(train, test):
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a training column holds no value: it has no median")
    train_medians = np.nanmedian(train, axis=0)
    return with_indicators(train, train_medians), with_indicators(test, train_medians)
