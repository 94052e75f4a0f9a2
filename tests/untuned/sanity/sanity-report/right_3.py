"""Old-fashioned, one function per finding, on exact fractions (every finite number becomes a Fraction). Open point: `[]` as X_test is not two-dimensional and raises ValueError, as does every table of np.ndim other than 2; an empty table must be an array of shape (0, d)."""

from fractions import Fraction

import numpy as np


def exact(v):
    if isinstance(v, np.generic):
        v = v.item()
    return None if v != v else Fraction(v)


def rows_of(table, name):
    if np.ndim(table) != 2:
        raise ValueError(name + " is not two-dimensional")
    return [[exact(v) for v in row] for row in table]


def has_missing(rows):
    return any(v is None for row in rows for v in row)


def is_constant(column):
    seen = [v for v in column if v is not None]
    return all(v == seen[0] for v in seen)


def leaks(column, labels):
    pairs = sorted((v, label) for v, label in zip(column, labels) if v is not None and label is not None)
    classes = [label for _, label in pairs]
    if len(set(classes)) < 2:
        return False
    changes = [i for i in range(1, len(pairs)) if classes[i] != classes[i - 1]]
    return len(changes) == 1 and pairs[changes[0] - 1][0] < pairs[changes[0]][0]


def sanity_report(X_train, y_train, X_test):
    train = rows_of(X_train, "X_train")
    test = rows_of(X_test, "X_test")
    d = np.shape(X_train)[1]
    if np.shape(X_test)[1] != d:
        raise ValueError("different numbers of columns")
    if np.shape(y_train) != (len(train),):
        raise ValueError("y_train is not one label per training row")
    labels = [exact(v) for v in y_train]
    report = []
    if has_missing(train) or has_missing(test) or None in labels:
        report.append("missing")
    known = set(tuple(row) for row in train)
    if any(tuple(row) in known for row in test):
        report.append("train_test_duplicate")
    if len(set(labels) - {None}) < 2:
        report.append("single_class")
    for j in range(d):
        column = [row[j] for row in train]
        if is_constant(column):
            report.append("constant:%d" % j)
        if leaks(column, labels):
            report.append("label_leak:%d" % j)
    report.sort()
    return report
