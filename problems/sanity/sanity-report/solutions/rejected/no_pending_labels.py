"""Gaps are looked for in the two tables only.

Trap: the labels can have gaps, too.
Mistake: edge_cases_late
Caught by: oracle/gaps, edge/labels, edge/separation
"""
import numpy as np


def sanity_report(X_train, y_train, X_test):
    X_train, y_train, X_test = (np.asarray(a, dtype=float) for a in (X_train, y_train, X_test))
    if X_train.ndim != 2 or X_test.ndim != 2 or X_train.shape[1] != X_test.shape[1]:
        raise ValueError("tables do not fit")
    if y_train.shape != (len(X_train),):
        raise ValueError("labels do not fit")
    report = set()
    if np.isnan(X_train).any() or np.isnan(X_test).any():
        report.add("missing")
    for row in X_test:
        same = (X_train == row) | (np.isnan(X_train) & np.isnan(row))
        if same.all(axis=1).any():
            report.add("train_test_duplicate")
    if not (np.any(y_train == 0) and np.any(y_train == 1)):
        report.add("single_class")
    for j in range(X_train.shape[1]):
        column = X_train[:, j]
        observed = ~np.isnan(column)
        if np.unique(column[observed]).size < 2:
            report.add(f"constant:{j}")
        zeros = column[observed & (y_train == 0)]
        ones = column[observed & (y_train == 1)]
        if zeros.size and ones.size and (zeros.max() < ones.min() or ones.max() < zeros.min()):
            report.add(f"label_leak:{j}")
    return sorted(report)
