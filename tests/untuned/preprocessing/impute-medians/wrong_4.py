"""Mistake: the gaps are filled in place on np.asarray(train), which is the caller's own array when it is float64. Violates "Other steps use the same tables: leave them as they are. They may be read-only". Shows on train = np.array([[1.0], [np.nan]]): afterwards it holds no NaN."""
import numpy as np


def impute(train, test):
    train = np.asarray(train, dtype=np.float64)
    test = np.asarray(test, dtype=np.float64)
    empty = np.isnan(train).all(axis=0)
    medians = np.zeros(train.shape[1])
    medians[~empty] = np.nanmedian(train[:, ~empty], axis=0)
    results = []
    for table in (train, test):
        gap = np.isnan(table)
        rows, cols = np.nonzero(gap)
        table[rows, cols] = medians[cols]
        results.append(np.hstack([table, gap.astype(np.float64)]))
    return results[0], results[1]
