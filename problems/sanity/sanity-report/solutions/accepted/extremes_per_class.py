"""Whole tables at once: smallest and largest value per column and class, and all pairs of rows. Policies: none."""
import numpy as np


def extremes(table, rows):
    """Smallest and largest observed value of each column among `rows`; inf and -inf where there is none."""
    usable = rows[:, None] & ~np.isnan(table)
    return np.where(usable, table, np.inf).min(axis=0), np.where(usable, table, -np.inf).max(axis=0)


def sanity_report(X_train, y_train, X_test):
    X = np.array(X_train, dtype=np.float64)
    T = np.array(X_test, dtype=np.float64)
    y = np.array(y_train, dtype=np.float64)
    if X.ndim != 2 or T.ndim != 2 or X.shape[1] != T.shape[1] or y.shape != X.shape[:1]:
        raise ValueError("shapes")

    lowest, highest = extremes(X, np.ones(len(X), dtype=bool))
    low0, high0 = extremes(X, y == 0)
    low1, high1 = extremes(X, y == 1)
    present = np.isfinite(low0) & np.isfinite(low1)
    leaks = present & ((high0 < low1) | (high1 < low0))

    codes = [f"constant:{j}" for j in np.flatnonzero(~(lowest < highest))]
    codes += [f"label_leak:{j}" for j in np.flatnonzero(leaks)]
    if np.isnan(np.concatenate([X.ravel(), T.ravel(), y])).any():
        codes.append("missing")
    if len(set(y[~np.isnan(y)])) < 2:
        codes.append("single_class")
    pairs = np.ones((len(X), len(T)), dtype=bool)
    for j in range(X.shape[1]):
        a, b = X[:, j, None], T[None, :, j]
        pairs &= (a == b) | (np.isnan(a) & np.isnan(b))
    if pairs.any():
        codes.append("train_test_duplicate")
    return sorted(codes)
