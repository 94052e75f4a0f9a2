"""Mistake: the filled table goes through float32 on its way (memory habit). Violates "Observed values come out as they went in" and "Some columns are epoch seconds near 1.7e9. Results are compared at ... 1e-9". Shows on train = [[1700000001.0], [1700000003.0]]: both come out as 1700000000."""
import numpy as np


def impute(train, test):
    train = np.asarray(train, dtype=np.float64)
    test = np.asarray(test, dtype=np.float64)
    d = train.shape[1]
    medians = np.zeros(d)
    for j in range(d):
        seen = train[~np.isnan(train[:, j]), j]
        if seen.size:
            medians[j] = np.median(seen)

    def prepare(table):
        out = np.zeros((len(table), 2 * d), dtype=np.float32)
        gap = np.isnan(table)
        out[:, :d] = np.where(gap, medians, table)
        out[:, d:] = gap
        return out.astype(np.float64)

    return prepare(train), prepare(test)
