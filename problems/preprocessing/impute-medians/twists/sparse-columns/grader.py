def reference(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    fills = []
    for j in range(train.shape[1]):
        observed = [float(v) for v in train[:, j] if v == v]
        fills.append(_fill(observed, "zero") if len(observed) >= 5 else 0.0)
    return _filled(train, fills), _filled(test, fills)


def _with_history(rng, count, n, m=6):
    """Tables whose middle column has `count` values in training, and values and gaps to predict with."""
    train, test = _table(rng, n, m, 3)
    train[count:, 1] = np.nan
    train[-1, 0] = test[0, 1] = test[1, 2] = np.nan
    return rng.permutation(train), test


def sparse_columns(rng):
    sizes = ((4, 9), (5, 9), (6, 12), (3, 12))
    cases = {f"{count} observed values of {n}": _with_history(rng, count, n) for count, n in sizes}
    return {**cases, "none observed": _with_history(rng, 0, 8), "four training rows": _with_history(rng, 3, 4)}
