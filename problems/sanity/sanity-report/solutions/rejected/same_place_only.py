"""The tables are compared row by row at the same place.

Trap: a duplicate may stand anywhere.
Mistake: shapes_assumed
Caught by: loud/shapes, edge/identical-rows, oracle/complete-tables, oracle/gaps
May also fail: hygiene/inputs, metamorphic/mirror, stability/exact-values
"""
import numpy as np


def sanity_report(X_train, y_train, X_test):
    X_train, y_train, X_test = (np.asarray(a, dtype=float) for a in (X_train, y_train, X_test))
    report = set()
    if np.isnan(X_train).any() or np.isnan(y_train).any() or np.isnan(X_test).any():
        report.add("missing")
    for known, row in zip(X_train, X_test):
        if ((known == row) | (np.isnan(known) & np.isnan(row))).all():
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
