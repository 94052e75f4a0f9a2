"""Mistake: the rows are collected in a list and turned into an array at the end, which loses the width when there are no rows. Violates "m may be 0" with "result: [m, 2d]". Shows on test = np.empty((0, 2)): test_out has shape (0,), not (0, 4)."""
import math
import statistics

import numpy as np


def impute(train, test):
    train = np.asarray(train, dtype=np.float64)
    test = np.asarray(test, dtype=np.float64)
    medians = []
    for column in train.T:
        seen = [v for v in column.tolist() if not math.isnan(v)]
        medians.append(statistics.median(seen) if seen else 0.0)

    def prepare(table):
        rows = []
        for row in table.tolist():
            gaps = [math.isnan(v) for v in row]
            filled = [m if g else v for v, g, m in zip(row, gaps, medians)]
            rows.append(filled + [float(g) for g in gaps])
        return np.array(rows, dtype=np.float64)

    return prepare(train), prepare(test)
