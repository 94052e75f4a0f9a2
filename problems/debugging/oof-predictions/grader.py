"""Reference, generators and perturbations for the out-of-fold predictions of coil strength."""

import math

import numpy as np


def _mean(values):
    return math.fsum(values) / len(values)


def _varies(values):
    return max(values) > min(values)


def _scale(values):
    centre = _mean(values)
    return math.sqrt(math.fsum((v - centre) ** 2 for v in values) / len(values)) if _varies(values) else 1.0


def _strength(column, y):
    """Absolute correlation; 0 with something that does not vary."""
    if not (_varies(column) and _varies(y)):
        return 0.0
    cx, cy = _mean(column), _mean(y)
    product = math.fsum((a - cx) * (b - cy) for a, b in zip(column, y, strict=True))
    return abs(product) / (len(y) * _scale(column) * _scale(y))


def _weights(first, second, target):
    """The 2 by 2 system of the ridge regression by Cramer's rule."""
    a = math.fsum(v * v for v in first) + 2.0
    b = math.fsum(v * w for v, w in zip(first, second, strict=True))
    c = math.fsum(v * v for v in second) + 2.0
    p = math.fsum(v * t for v, t in zip(first, target, strict=True))
    q = math.fsum(v * t for v, t in zip(second, target, strict=True))
    return (p * c - q * b) / (a * c - b * b), (a * q - b * p) / (a * c - b * b)


def _folds(n, k):
    """First row and one past the last row of each fold."""
    start = 0
    for fold in range(k):
        end = start + n // k + (1 if fold < n % k else 0)
        yield start, end
        start = end


def predict_rows(X, y, train, rows, pred):
    """Fill in the predictions for the rows of one fold, from the rows in `train`."""
    strengths = y[train].tolist()
    level = _mean(strengths)
    columns = [column[train].tolist() for column in X.T]
    chosen = sorted(range(len(columns)), key=lambda j: -_strength(columns[j], strengths))[:2]
    centres = [_mean(columns[j]) for j in chosen]
    scales = [_scale(columns[j]) for j in chosen]
    scaled = [[(v - m) / s for v in columns[j]] for j, m, s in zip(chosen, centres, scales, strict=True)]
    weights = _weights(*scaled, [v - level for v in strengths])
    for row in rows:
        z = [(X[row, j] - m) / s for j, m, s in zip(chosen, centres, scales, strict=True)]
        pred[row] = math.fsum([z[0] * weights[0], z[1] * weights[1], level])


def reference(X, y, k):
    """Fold by fold, column by column, in plain Python."""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    n = len(y)
    if X.ndim != 2 or X.shape[1] < 2 or y.shape != (len(X),) or not 2 <= k <= n:
        raise ValueError("X must be [n, d] with d >= 2, y [n], and 2 <= k <= n")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("nothing may be missing")
    pred = np.empty(n)
    for start, end in _folds(n, k):
        predict_rows(X, y, [i for i in range(n) if not start <= i < end], range(start, end), pred)
    return pred


# --- generators -----------------------------------------------------------------------------------------------------


def _table(rng, n, d, k):
    """Readings in many units that drift from campaign to campaign, and strengths that follow two of them."""
    campaign = np.arange(n) * k // n
    drift = rng.normal(size=(k, d))[campaign]
    spread = 10.0 ** rng.uniform(-4, 1.5, size=d)
    X = spread * (rng.uniform(10, 40, size=d) + rng.normal(size=(n, d)) + drift)
    z = (X - X.mean(axis=0)) / X.std(axis=0)
    slopes = np.where(np.arange(d) < 2, rng.choice([-1.0, 1.0], size=d), 0.0)
    y = 400 + 25 * (z @ slopes) + 20 * rng.normal(size=n) + 10 * rng.normal(size=k)[campaign]
    return X, y


def ordinary_case(rng, i):
    """More and more readings; folds of equal and of unequal size."""
    k = 2 + i % 4
    n, d = 8 + 2 * i, 2 + i
    X, y = _table(rng, n, d, k)
    order = rng.permutation(d)
    return X[:, order], y, k


def two_readings(rng, i):
    """With two readings there is nothing to select. One fold is meant: `_fold` says which."""
    return (*_table(rng, 13 + i, 2, 3 + i), 3 + i)


def many_readings(rng, i):
    """Six readings of which the last two follow the strengths of one fold, strongly, and of no other row."""
    n, k = 16 + 3 * i, 4
    X, y = _table(rng, n, 6, k)
    z = (X - X.mean(axis=0)) / X.std(axis=0)
    start, end = _fold(n, k)
    strong = np.zeros((n, 2))
    strong[start:end] = _patterns(end - start)
    X[:, 4:] = 300 + 40 * strong + rng.normal(size=(n, 2))
    y = 400 + 6 * z[:, 0] - 5 * z[:, 1] + rng.normal(size=n)
    y[start:end] = 400 + 60 * strong[start:end, 0]
    return X, y, k


def _patterns(size):
    """Two columns without a sum, and without a correlation with one another."""
    first = np.where(np.arange(size) % 2, -1.0, 1.0) * (np.arange(size) < size - size % 2)
    second = np.zeros(size)
    second[:2], second[2:4] = 1.0, -1.0
    return np.column_stack([first, second])


def _fold(n, k):
    """The fold whose predictions are watched: the second."""
    return list(_folds(n, k))[1]


def fold_cases(rng):
    """One row per fold, two folds, one row more in some folds, and the smallest tables."""
    apart = np.array([-1.0, 0.3, 1.1])
    X3 = np.column_stack([30.0 + rng.permutation(apart), 5.0 + 0.01 * rng.permutation(apart)])
    y3 = 400 + 20 * rng.permutation(apart)
    return {
        "a fold for each row": (*_table(rng, 9, 2, 9), 9),
        "one row more in the first folds": (*_table(rng, 11, 4, 4), 4),
        "one row less in the last fold": (*_table(rng, 14, 3, 5), 5),
        "two unequal folds": (*_table(rng, 9, 3, 2), 2),
        "two rows": (*_table(rng, 2, 2, 2), 2),
        "three rows": (X3, y3, 3),
    }


def _equal_columns(rng):
    """Three readings of one correlation among the last four rows, up to the sign; every number on the way is exact."""
    signs = np.array([[1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]], dtype=float)
    equal = np.append(rng.choice([-1.0, 1.0], size=3)[:, None] * signs[0], signs[1:2], axis=0)
    apart = np.append([[2.0], [-4.0], [8.0]] * signs, -signs[2:], axis=0)
    X = np.concatenate([apart, equal], axis=1).T
    y = 400 + np.append([5.0, 3.0, 1.0] @ signs, [4.0, 1.0] @ signs[:2])
    order = np.append(rng.permutation(4), 4 + rng.permutation(4))
    return X[order], y[order], 2


def column_cases(rng):
    """Columns and strengths without spread, everywhere or in a training part only, and equally good columns."""
    whole, y = _table(rng, 12, 4, 3)
    whole[:, 1] = 64.0
    parts, y2 = _table(rng, 12, 3, 3)
    parts[:, 2] = 8.0
    parts[4:8, 2] = [9.0, 7.0, 8.0, 12.0]
    pair, y3 = _table(rng, 8, 2, 2)
    pair[:, 0] = 512.0
    rare, y4 = _table(rng, 9, 2, 3)
    rare[:, 1] = 16.0
    rare[3:6, 1] = [15.0, 16.0, 19.0]
    flat, _ = _table(rng, 8, 2, 4)
    level = np.full(8, 350.0)
    level[:2] = [300.0, 420.0]
    return {
        "a reading that never varies": (whole, y, 3),
        "a reading that varies in one campaign only": (parts, y2, 3),
        "one of two readings never varies": (pair, y3, 2),
        "one of two readings varies in one campaign only": (rare, y4, 3),
        "no reading varies": (np.full((6, 2), 32.0), y3[:6], 3),
        "strengths that vary in one campaign only": (flat, level, 4),
        "three readings of equal correlation": _equal_columns(rng),
    }


# --- perturbations --------------------------------------------------------------------------------------------------


def other_readings(rng, args, kind):
    """The readings of a fold change, except those of its first row."""
    X, y, k = args
    start, end = _fold(len(y), k)
    rows = X[start + 1 : end]
    spread = X.std(axis=0)
    if kind == "replace":
        X[start + 1 : end] = X.mean(axis=0) + spread * rng.normal(3.0, 2.0, size=rows.shape)
    else:
        X[start + 1 : end] = rows + 4.0 * spread
    return X, y, k


def first_row(args, args2, out, out2):
    start, _ = _fold(len(args[1]), args[2])
    return out[start : start + 1], out2[start : start + 1]


def other_strengths(rng, args, kind):
    """The strengths of a fold change."""
    X, y, k = args
    start, end = _fold(len(y), k)
    y[start:end] = rng.normal(480, 60, size=end - start) if kind == "replace" else y[start:end] + 90.0
    return X, y, k


def rearranged_strengths(rng, args, kind):
    """The strengths of a fold change, their sum does not: they follow the other column, or hardly vary."""
    X, y, k = args
    start, end = _fold(len(y), k)
    second = _patterns(end - start)[:, 1]
    y[start:end] = 400 + (60 * second if kind == "replace" else 1e-3 * (y[start:end] - 400))
    return X, y, k


def own_fold(args, args2, out, out2):
    start, end = _fold(len(args[1]), args[2])
    return out[start:end], out2[start:end]
