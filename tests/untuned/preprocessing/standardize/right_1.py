"""Plain loops with math.fsum, column by column. Open point: a column whose observed training values are all equal has sigma = 0; here every observed entry of such a column becomes 0.0, in train and in test alike (missing stays NaN)."""
import math

import numpy as np


def standardize(train, test):
    train = np.asarray(train)
    test = np.asarray(test)
    if train.ndim != 2 or test.ndim != 2:
        raise ValueError("both tables must be two-dimensional")
    if train.shape[1] != test.shape[1]:
        raise ValueError("different numbers of columns")
    if train.shape[0] == 0:
        raise ValueError("train has no rows")
    train_z = np.full(train.shape, np.nan, dtype=np.float64)
    test_z = np.full(test.shape, np.nan, dtype=np.float64)
    for j in range(train.shape[1]):
        observed = [float(v) for v in train[:, j] if not math.isnan(v)]
        k = len(observed)
        if k == 0:
            raise ValueError("column %d has no observed value in train" % j)
        mu = math.fsum(observed) / k
        sigma = math.sqrt(math.fsum((v - mu) ** 2 for v in observed) / k)
        constant = min(observed) == max(observed)
        for table, out in ((train, train_z), (test, test_z)):
            for i in range(table.shape[0]):
                v = float(table[i, j])
                if math.isnan(v):
                    continue
                out[i, j] = 0.0 if constant else (v - mu) / sigma
    return train_z, test_z
