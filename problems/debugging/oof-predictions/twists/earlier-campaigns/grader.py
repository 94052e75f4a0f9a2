"""Folds are predicted from earlier folds."""


def reference(X, y, k):
    """Fold by fold, from the rows before it."""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    n = len(y)
    if X.ndim != 2 or X.shape[1] < 2 or y.shape != (len(X),) or not 2 <= k <= n:
        raise ValueError("X must be [n, d] with d >= 2, y [n], and 2 <= k <= n")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("nothing may be missing")
    pred = np.full(n, np.nan)
    for start, end in list(_folds(n, k))[1:]:
        predict_rows(X, y, list(range(start)), range(start, end), pred)
    return pred


def later_campaigns(rng, args, kind):
    """Readings and strengths after the watched fold change."""
    X, y, k = args
    _, end = _fold(len(y), k)
    spread = X.std(axis=0)
    if kind == "replace":
        X[end:] = X.mean(axis=0) + spread * rng.normal(2.0, 2.0, size=X[end:].shape)
        y[end:] = rng.normal(480, 60, size=len(y) - end)
    else:
        X[end:], y[end:] = X[end:] + 4.0 * spread, y[end:] + 90.0
    return X, y, k


def up_to_own_fold(args, args2, out, out2):
    _, end = _fold(len(args[1]), args[2])
    return out[:end], out2[:end]
