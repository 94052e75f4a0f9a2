"""The report in plain Python, and tables that have a fault, nearly have it, or hide it behind a gap."""

import math

import numpy as np

PLAIN, CONSTANT, RISING, FALLING, TOUCHING = range(5)


def reference(X_train, y_train, X_test):
    train, test, labels = np.asarray(X_train), np.asarray(X_test), np.asarray(y_train)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1] or labels.shape != train.shape[:1]:
        raise ValueError("shapes do not fit")
    train, test, labels = train.tolist(), test.tolist(), labels.tolist()
    codes = set()
    if any(math.isnan(v) for row in [*train, *test, labels] for v in row):
        codes.add("missing")
    if {_row(row) for row in train} & {_row(row) for row in test}:
        codes.add("train_test_duplicate")
    if len({label for label in labels if not math.isnan(label)}) < 2:
        codes.add("single_class")
    for j in range(len(train[0])):
        column = [row[j] for row in train]
        if len({v for v in column if not math.isnan(v)}) < 2:
            codes.add(f"constant:{j}")
        if _separates(column, labels):
            codes.add(f"label_leak:{j}")
    return sorted(codes)


def _row(row):
    """A row that equals itself: gaps become None, and 3, 3.0 and True of equal value are equal in tuples."""
    return tuple(None if math.isnan(v) else v for v in row)


def _separates(column, labels):
    below, above = ([v for v, label in zip(column, labels) if label == c and not math.isnan(v)] for c in (0, 1))
    return bool(below and above) and (max(below) < min(above) or max(above) < min(below))


def _mixed_labels(rng, n):
    labels = (rng.random(n) < rng.uniform(0.3, 0.7)).astype(float)
    labels[:4] = [0.0, 1.0, 1.0, 0.0]
    return rng.permutation(labels)


def _column(rng, labels, kind):
    """Readings of one kind; TOUCHING has one value in both classes and would separate without it."""
    n = len(labels)
    if kind == CONSTANT:
        return np.full(n, rng.normal(scale=40.0))
    if kind == PLAIN:
        values = rng.normal(50.0, 12.0, size=n)
        low, high = np.flatnonzero(labels == 0), np.flatnonzero(labels == 1)
        if min(len(low), len(high)) > 1:
            values[low[0]], values[low[1]], values[high[0]] = 90.0, 10.0, 50.0
        return values
    size = rng.gamma(2.0, 3.0, size=n) + 0.01
    values = np.where(labels == 1, size, -size)
    if kind == TOUCHING:
        for label in (0, 1):
            values[np.flatnonzero(labels == label)[:1]] = 0.0
    return 5.0 + (values if kind != FALLING else -values)


def _rows(rng, i, kinds):
    """A table with columns of the given kinds; every other one shares a row with its test table."""
    n, m = 8 + 3 * i, 2 * i + (i % 3)
    labels = _mixed_labels(rng, n)
    train = np.stack([_column(rng, labels, kind) for kind in kinds], axis=1)
    test = np.stack([_column(rng, np.resize(labels, m), kind) for kind in kinds], axis=1)
    if m and i % 2:
        test[rng.integers(m)] = train[rng.integers(n)]
    return train, labels, test


def complete_case(rng, i):
    """Every kind of column at every place, tables of one column to five, and one table in four of one class."""
    kinds = [(i + 2 * j) % 5 for j in range(1 + i % 5)]
    train, labels, test = _rows(rng, i, kinds)
    if i % 4 == 3:
        labels[:] = i // 4 % 2
    return train, labels, test


def gaps_case(rng, i):
    """Gaps in one argument or in several, few or many; every other table shares a row, gaps included."""
    kinds = [(i + 2 * j) % 5 for j in range(2 + i % 4)]
    train, labels, test = _rows(rng, i + 1, kinds)
    where = [(0,), (1,), (2,), (0, 2), (0, 1, 2)][i % 5]
    for place in where:
        argument = (train, labels, test)[place]
        gaps = rng.random(argument.shape) < [0.02, 0.15, 0.3][i % 3]
        gaps.flat[rng.integers(gaps.size)] = True
        argument[gaps] = np.nan
    if i % 2:
        train[0, i % len(kinds)] = np.nan if 0 in where else train[0, i % len(kinds)]
        test[-1] = train[0]
    return train, labels, test


def train_findings_case(rng, i):
    """A constant column whose test value is the same, a separating one and a plain one."""
    labels = _mixed_labels(rng, 20)
    kinds = (PLAIN, CONSTANT, RISING)
    train = np.stack([_column(rng, labels, kind) for kind in kinds], axis=1)
    train[3, 1] = np.nan
    return train, labels, train[:8] + np.array([0.5, 0.0, 0.1])


def change_test_rows(rng, args, kind):
    train, labels, test = args
    if kind == "truncate":
        return train, labels, test[:0]
    return train, labels, rng.normal(size=test.shape) * 30 if kind == "replace" else test + 1000.0


def train_findings(args, args2, out, out2):
    return tuple([code for code in codes if code not in ("missing", "train_test_duplicate")] for codes in (out, out2))


def mirror(rng, args):
    train, labels, test = args
    return -train, labels, -test


def same_report(args, out, args2, out2):
    return None if out == out2 else f"the report changed from {out} to {out2}"


def constant_columns(rng):
    labels, varied = np.array([0.0, 1.0, 0.0, 1.0, 1.0]), rng.permutation(np.array([4.0, 9.0, 6.0, 1.0, 7.0]))
    one = np.array([np.nan, 7.0, np.nan, np.nan, np.nan])
    once = np.full(5, 2.0)
    once[rng.integers(5)] = 2.5

    def case(column, test_column=(1.0, 2.0)):
        return np.stack([varied, column], axis=1), labels, np.stack([np.array([2.0, 3.0]), test_column], axis=1)

    return {
        "equal values": case(np.full(5, -3.0)),
        "zeros": case(np.zeros(5)),
        "zeros of both signs": case(np.array([0.0, -0.0, -0.0, 0.0, -0.0])),
        "all but one equal": case(once),
        "equal among gaps": case(np.array([8.0, np.nan, 8.0, np.nan, 8.0])),
        "two values among gaps": case(np.array([8.0, np.nan, np.nan, np.nan, 9.0])),
        "two values whose mean is the middle one": case(np.array([1.0, 2.0, 3.0, 2.0, 2.0])),
        "one observed value": case(one),
        "no observed value": case(np.full(5, np.nan)),
        "varies in the test table only": case(np.full(5, 6.0), np.array([6.0, 8.0])),
        "constant in the test table only": case(varied[::-1].copy(), np.array([6.0, 6.0])),
        "one row": (np.array([[3.0, 5.0]]), np.array([1.0]), np.array([[3.0, 4.0]])),
        "every column": (np.full((4, 3), 5.0), np.array([0.0, 1.0, 1.0, 0.0]), np.full((2, 3), 4.0)),
        "no test row": (np.array([[3.0, 5.0], [3.0, 4.0], [3.0, 6.0]]), np.array([1.0, 0.0, 1.0]), np.zeros((0, 2))),
    }


def identical_rows(rng):
    labels = np.array([0.0, 1.0, 1.0, 0.0])
    train = np.array([[1.0, 5.0, 0.0], [2.0, 8.0, 4.0], [3.0, 6.0, 2.0], [4.0, 7.0, 9.0]])
    gaps = train.copy()
    gaps[1, 2] = gaps[2, 0] = np.nan
    other = np.array([[9.0, 9.0, 9.0], [8.0, 8.0, 8.0]])

    def with_row(*row):
        return np.vstack([other, [row]])

    return {
        "at another place": (train, labels, with_row(*train[0])),
        "at the same place": (train, labels, np.vstack([train[:1], other])),
        "zero of the other sign": (train, labels, with_row(1.0, 5.0, -0.0)),
        "integers against floats": (train.astype(np.int64), labels, with_row(*train[2])),
        "floats against integers": (train, labels, with_row(*train[3]).astype(np.int64)),
        "every value known, the row not": (train, labels, with_row(1.0, 8.0, 2.0)),
        "all columns but one": (train, labels, with_row(1.0, 5.0, 0.5)),
        "values in another column": (train, labels, with_row(5.0, 0.0, 1.0)),
        "the same gap": (gaps, labels, with_row(2.0, 8.0, np.nan)),
        "a gap on the train side only": (gaps, labels, with_row(2.0, 8.0, 4.0)),
        "a gap on the test side only": (train, labels, with_row(2.0, 8.0, np.nan)),
        "a zero where the gap is": (gaps, labels, with_row(2.0, 8.0, 0.0)),
        "gaps at different places": (gaps, labels, with_row(3.0, np.nan, np.nan)),
        "rows of gaps only": (np.vstack([train, [[np.nan] * 3]]), np.append(labels, 1.0), with_row(*[np.nan] * 3)),
        "twice in the training table": (np.vstack([train, train[:1]]), np.append(labels, 0.0), other),
        "twice in the test table": (train, labels, np.vstack([other, other])),
        "one column": (train[:, :1], labels, np.array([[7.0], [3.0]])),
        "as many test rows as training rows": (train, labels, np.roll(train, 1, axis=0)),
        "no test row": (train, labels, np.zeros((0, 3))),
    }


def separations(rng):
    labels = np.array([0.0, 1.0, 0.0, 1.0, 1.0, 0.0])
    varied = np.array([5.0, 6.0, 7.0, 4.0, 8.0, 6.5])
    test = np.array([[1.5, 1.5]])

    def case(*column, y=labels):
        return np.stack([varied, np.array(column)], axis=1), y, test

    nan = np.nan
    pending = np.array([0.0, 1.0, 0.0, 1.0, nan, 0.0])
    crowd = rng.permutation(np.repeat([0.0, 1.0], 200))
    sorted_out = rng.uniform(1.0, 9.0, size=400) * np.where(crowd == 1, 1.0, -1.0)
    nearly = sorted_out.copy()
    stray = rng.integers(400)
    nearly[stray] = -9.5 * np.sign(nearly[stray])  # beyond all of the other class: nearer, it might still be apart
    return {
        "failures above": case(1.0, 5.0, 2.0, 4.0, 6.0, 3.0),
        "failures below": case(9.0, 2.0, 8.0, 3.0, 1.0, 7.0),
        "a value in both classes": case(1.0, 4.0, 2.0, 3.0, 6.0, 3.0),
        "a value in both classes, failures below": case(9.0, 2.0, 8.0, 3.0, 1.0, 3.0),
        "failures in the middle": case(1.0, 5.0, 9.0, 4.0, 6.0, 3.0),
        "a copy of the label": case(*labels),
        "one row out of place": case(1.0, 5.0, 2.0, 2.5, 6.0, 3.0),
        "separated on the negative side": case(-9.0, -2.0, -8.0, -3.0, -1.0, -7.0),
        "separated by size, in no proportion": case(0.1, 1e6, 0.2, 0.4, 5.0, 0.3),
        "a gap, separated without it": case(1.0, 5.0, 2.0, 4.0, nan, 3.0),
        "a gap, not separated": case(1.0, 2.5, nan, 4.0, 6.0, 3.0),
        "a gap where zero would separate": case(nan, 5.0, 9.0, 4.0, 6.0, nan),
        "a gap where the mean would not separate": case(1.0, 50.0, 2.0, 4.0, nan, nan),
        "one class has gaps only": case(1.0, nan, 2.0, nan, nan, 3.0),
        "the other class has gaps only": case(nan, 1.0, nan, 2.0, 3.0, nan),
        "a pending label in between": case(1.0, 5.0, 2.0, 4.0, 0.5, 3.0, y=pending),
        "a pending label among failures": case(1.0, 5.0, 2.0, 4.0, 9.0, 3.0, y=pending),
        "a pending label elsewhere": case(1.0, 5.0, 2.0, 2.5, 0.5, 3.0, y=pending),
        "one row of either class": (np.array([[3.0, 1.0], [3.5, 1.0]]), np.array([1.0, 0.0]), test),
        "one failure among many": case(1.0, 7.0, 2.0, 3.0, 4.0, 5.0, y=np.array([0.0, 1.0, 0.0, 0.0, 0.0, 0.0])),
        "whole numbers": (np.array([[1, 2], [2, 2], [9, 3], [8, 1]]), np.array([1, 1, 0, 0]), np.array([[5, 5]])),
        "four hundred rows": (sorted_out[:, None], crowd, test[:, :1]),
        "four hundred rows, one out of place": (nearly[:, None], crowd, test[:, :1]),
        "yes and no": (np.array([[1.0, 2.0], [2.0, 3.0], [1.5, 1.0]]), np.array([False, True, False]), test),
    }


def labels(rng):
    train, test = rng.normal(size=(5, 2)), rng.normal(size=(2, 2))
    mixed, nan = np.array([[1.0], [4.0], [2.0], [3.0]]), np.nan
    return {
        "no failure": (train, np.zeros(5), test),
        "failures only": (train, np.ones(5), test),
        "failures only, as integers": (train, np.ones(5, dtype=np.int64), test),
        "no failure, as booleans": (train, np.zeros(5, dtype=bool), test),
        "failures and pending": (train, np.array([1.0, nan, 1.0, nan, 1.0]), test),
        "no failure and pending": (train, np.array([nan, nan, 0.0, 0.0, 0.0]), test),
        "one label": (train, np.array([nan, nan, nan, 1.0, nan]), test),
        "all pending": (train, np.full(5, nan), test),
        "both classes and pending": (mixed, np.array([0.0, 0.0, 1.0, nan]), test[:, :1].copy()),
        "one row": (train[:1], np.array([0.0]), test),
    }


def many_columns(rng):
    tied = rng.integers(0, 3, size=(30, 13)).astype(float)
    tied[:3, :] = np.array([[0.0], [1.0], [2.0]])
    y = np.tile([0.0, 1.0, 1.0, 0.0, 0.0], 6)
    flat = tied.copy()
    flat[:, [0, 2, 10, 11]] = 7.0
    leaking = flat.copy()
    leaking[:, [1, 3, 12]] = (2.0 * y - 1.0)[:, None] * np.array([1.0, -2.0, 5.0])
    return {
        "constant columns above nine": (flat, y, np.full((3, 13), 9.0)),
        "both kinds above nine": (leaking, y, np.full((3, 13), 9.0)),
        "rows on both sides many times": (leaking, y, np.vstack([leaking[:9], leaking[:9]])),
        "a dozen constant columns": (np.zeros((4, 12)), y[:4], np.ones((2, 12))),
    }


def _rounded(rng, n):
    """A number whose n-fold mean is not itself in floating point, along an axis and in a row."""
    while True:
        value = float(rng.uniform(0.1, 60.0))
        if np.full((n, 2), value).std(axis=0)[0] > 0 and np.full(n, value).std() > 0:
            return value


def exact_values(rng):
    y = np.tile([0.0, 1.0, 1.0, 0.0], 7)
    n = len(y)
    plain = _column(rng, y, PLAIN)
    test = np.array([[1.0, 2.0], [3.0, 4.0]])
    epoch = 1.7e9 + 1e-6 * rng.permutation(n)
    step = 1e9 + np.where(y == 1, 2e-6, 1e-6) * np.arange(1, n + 1)
    step[y == 0] = 1e9
    tiny = 1e-12 * (1 + rng.permutation(n))

    def case(column):
        return np.stack([plain, column], axis=1), y, test

    row = np.array([[plain[3], 5.0]])
    filled = np.stack([plain, np.full(n, 5.0)], axis=1)
    filled[0, 1] = 6.0
    return {
        "a constant whose mean is rounded": case(np.full(n, _rounded(rng, n))),
        "a constant far from zero": case(np.full(n, 1.7e9 + 0.1)),
        "an epoch that hardly varies": case(epoch),
        "values near zero that vary": case(tiny),
        "one value a trifle off": case(np.where(np.arange(n) == 5, 40.0 + 1e-12, 40.0)),
        "separated by a trifle": case(step),
        "separated near zero": case(np.where(y == 1, 3e-13, 1e-13) * rng.uniform(0.9, 1.1, size=n)),
        "rows a trifle apart": (filled, y, row + np.array([[0.0, 1e-12]])),
        "rows apart far from zero": (1e9 + filled, y, 1e9 + row + np.array([[0.0, 1e-6]])),
        "a row with its twin": (filled, y, row),
    }


def whole_number_case(rng, i):
    """Whole numbers, so that an integer dtype says the same; the last table has gaps."""
    labels = _mixed_labels(rng, 9)
    kinds = (PLAIN, CONSTANT, RISING)
    train = np.round(4 * np.stack([_column(rng, labels, kind) for kind in kinds], axis=1))
    test = train[:4] + np.array([[1.0, 0.0, 0.0]])
    if i:
        test[2] = train[5]
    if i == 2:
        train[5, 0] = test[2, 0] = labels[1] = np.nan
    return train, labels, test


def misfits(rng):
    train, y, test = rng.normal(size=(4, 3)), np.array([0.0, 1.0, 1.0, 0.0]), rng.normal(size=(2, 3))
    return {
        "a test table with a column too few": (train, y, test[:, :2].copy()),
        "a test table with one column": (train, y, test[:, :1].copy()),
        "a test row instead of a table": (train, y, test[0]),
        "a label too few": (train, y[:3], test),
        "one label for all rows": (train, y[:1], test),
        "labels as a column": (train, y[:, None].copy(), test),
        "a training column instead of a table": (train[:, 0].copy(), y, test),
    }
