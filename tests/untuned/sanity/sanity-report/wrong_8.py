"""Missing values are looked for in the two tables but not among the labels. Violates "a NaN stands anywhere in the three arguments". Shows on complete tables with y_train [0, nan, 1]."""

import numpy as np


def _plain(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


def _number(value):
    if isinstance(value, list):
        raise ValueError("too many dimensions")
    return None if value != value else value


def _table(table):
    if not isinstance(table, list) or not all(isinstance(row, list) for row in table):
        raise ValueError("not a two-dimensional table")
    if len({len(row) for row in table}) > 1:
        raise ValueError("rows of different length")
    return [tuple(_number(v) for v in row) for row in table]


def sanity_report(X_train, y_train, X_test):
    shape = np.shape(X_test) if isinstance(X_test, np.ndarray) else None
    if shape is not None and len(shape) != 2:
        raise ValueError("X_test is not two-dimensional")
    if isinstance(X_train, np.ndarray) and X_train.ndim != 2:
        raise ValueError("X_train is not two-dimensional")
    train, test = _table(_plain(X_train)), _table(_plain(X_test))
    if not train:
        raise ValueError("X_train is not two-dimensional")
    labels = _plain(y_train)
    if not isinstance(labels, list) or len(labels) != len(train):
        raise ValueError("not one label per training row")
    labels = [_number(v) for v in labels]
    d = len(train[0])
    width = shape[1] if shape is not None else len(test[0]) if test else d
    if width != d:
        raise ValueError("tables differ in their columns")

    found = set()
    if any(v is None for row in train + test for v in row):
        found.add("missing")
    if set(train) & set(test):
        found.add("train_test_duplicate")
    if not (0 in labels and 1 in labels):
        found.add("single_class")
    for j in range(d):
        column = [row[j] for row in train]
        if len({v for v in column if v is not None}) < 2:
            found.add(f"constant:{j}")
        zeros = [v for v, label in zip(column, labels) if v is not None and label == 0]
        ones = [v for v, label in zip(column, labels) if v is not None and label == 1]
        if zeros and ones and (max(zeros) < min(ones) or max(ones) < min(zeros)):
            found.add(f"label_leak:{j}")
    return sorted(found)
