"""Plain Python: sets and tuples in which a gap is None. Policies: none."""
import math

import numpy as np


def sanity_report(X_train, y_train, X_test):
    if (np.ndim(X_train), np.ndim(y_train), np.ndim(X_test)) != (2, 1, 2):
        raise ValueError("two tables and one row of labels are needed")
    train = [[readable(v) for v in row] for row in X_train]
    test = [[readable(v) for v in row] for row in X_test]
    labels = [readable(v) for v in y_train]
    if len(labels) != len(train) or len({len(row) for row in train + test}) != 1:
        raise ValueError("the shapes do not fit together")

    findings = []
    if any(None in row for row in train + test + [labels]):
        findings.append("missing")
    if set(map(tuple, train)) & set(map(tuple, test)):
        findings.append("train_test_duplicate")
    if not {0.0, 1.0} <= set(labels):
        findings.append("single_class")
    for j, column in enumerate(zip(*train)):
        if len(set(column) - {None}) < 2:
            findings.append(f"constant:{j}")
        if separates(column, labels):
            findings.append(f"label_leak:{j}")
    return sorted(findings)


def readable(value):
    value = float(value)
    return None if math.isnan(value) else value


def separates(column, labels):
    healthy = [v for v, label in zip(column, labels) if v is not None and label == 0]
    failed = [v for v, label in zip(column, labels) if v is not None and label == 1]
    if not healthy or not failed:
        return False
    return max(healthy) < min(failed) or max(failed) < min(healthy)
