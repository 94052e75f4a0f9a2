"""Plain loops. Open point: a column without any observed training value has no median; its gaps are filled with 0.0 in both tables."""
import math

import numpy as np


def impute(train, test):
    train = np.asarray(train)
    test = np.asarray(test)
    d = train.shape[1]
    medians = []
    for j in range(d):
        values = sorted(float(v) for v in train[:, j] if not math.isnan(v))
        k = len(values)
        if k == 0:
            medians.append(0.0)
        elif k % 2:
            medians.append(values[k // 2])
        else:
            medians.append((values[k // 2 - 1] + values[k // 2]) / 2)

    def fill(table):
        out = np.zeros((table.shape[0], 2 * d), dtype=np.float64)
        for i in range(table.shape[0]):
            for j in range(d):
                v = float(table[i, j])
                if math.isnan(v):
                    out[i, j] = medians[j]
                    out[i, d + j] = 1.0
                else:
                    out[i, j] = v
        return out

    return fill(train), fill(test)
