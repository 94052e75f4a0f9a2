"""Vectorised numpy. Open point: a training column without observed values cannot be filled honestly, so this version raises ValueError for it."""
import numpy as np


def impute(train, test):
    train = np.asarray(train, dtype=np.float64)
    test = np.asarray(test, dtype=np.float64)
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a training column has no observed value")
    medians = np.nanmedian(train, axis=0)

    def prepare(table):
        gap = np.isnan(table)
        return np.concatenate([np.where(gap, medians, table), gap.astype(np.float64)], axis=1)

    return prepare(train), prepare(test)
