"""Constant columns by np.nanstd == 0, for which a column of 0.1 repeated has a standard deviation of 1e-17 and a column that varies by 1e-200 has 0. Violates "fewer than two different observed values" and "Values are compared exactly". Shows on X_train [[0.1], [0.1], [0.1]] (not reported as constant)."""

import numpy as np


def sanity_report(X_train, y_train, X_test):
    X_train = np.array(X_train, dtype=np.float64)
    y = np.array(y_train, dtype=np.float64)
    X_test = np.array(X_test, dtype=np.float64)
    if X_test.shape == (0,):
        X_test = X_test.reshape(0, X_train.shape[-1])
    if X_train.ndim != 2 or X_test.ndim != 2 or X_train.shape[1] != X_test.shape[1] or y.shape != X_train.shape[:1]:
        raise ValueError("shapes do not fit")
    codes = set()
    if np.isnan(X_train).any() or np.isnan(X_test).any() or np.isnan(y).any():
        codes.add("missing")
    keys = {tuple(None if v != v else v for v in row) for row in X_train.tolist()}
    if any(tuple(None if v != v else v for v in row) in keys for row in X_test.tolist()):
        codes.add("train_test_duplicate")
    if not ((y == 0).any() and (y == 1).any()):
        codes.add("single_class")
    for j in range(X_train.shape[1]):
        c = X_train[:, j]
        seen = ~np.isnan(c)
        if not seen.any() or np.std(c[seen]) == 0:
            codes.add(f"constant:{j}")
        a, b = c[seen & (y == 0)], c[seen & (y == 1)]
        if len(a) and len(b) and (a.max() < b.min() or b.max() < a.min()):
            codes.add(f"label_leak:{j}")
    return sorted(codes)
