"""Separation by walking through groups of equal values in order; rows by a dictionary of texts. Policies: none."""
import numpy as np


def sanity_report(X_train, y_train, X_test):
    X, y, T = (np.asarray(part, dtype=float) for part in (X_train, y_train, X_test))
    if X.ndim != 2 or T.ndim != 2 or X.shape[1] != T.shape[1] or y.shape != X.shape[:1]:
        raise ValueError("shapes do not fit together")
    codes = []
    for j in range(X.shape[1]):
        groups = labels_by_value(X[:, j], y)
        if len(groups) < 2:
            codes.append(f"constant:{j}")
        if is_split_once([group for group in groups if group]):
            codes.append(f"label_leak:{j}")
    if any(np.isnan(part).any() for part in (X, y, T)):
        codes.append("missing")
    if set(y[y == y]) != {0.0, 1.0}:
        codes.append("single_class")
    seen = {text(row) for row in X}
    if any(text(row) in seen for row in T):
        codes.append("train_test_duplicate")
    return sorted(codes)


def text(row):
    """Equal for equal rows: zero has one sign."""
    return " ".join(repr(value) if value else "zero" for value in row.tolist())


def labels_by_value(column, y):
    """The set of observed labels for each observed value, in ascending order of the values."""
    groups = {}
    for value, label in sorted((v, l) for v, l in zip(column.tolist(), y.tolist()) if v == v):
        groups.setdefault(value, set()).update([label] if label == label else [])
    return list(groups.values())


def is_split_once(groups):
    """Whether each group has one label and the label changes exactly once along them."""
    if any(len(group) > 1 for group in groups):
        return False
    sequence = [label for group in groups for label in group]
    return np.count_nonzero(np.diff(sequence)) == 1
