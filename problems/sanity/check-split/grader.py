"""A check of `split` against every point of its contract, and the disguise that makes implementations look alike."""

import math

import numpy as np

TABLES = [(2, 0.5), (9, 0.25), (24, 0.3), (37, 0.18), (60, 0.75)]


def reference(split):
    """Raise AssertionError naming the first point of the contract that `split` breaks."""
    for n, test_frac in TABLES:
        for seed in (0, 3, 2**32 - 1):
            _one_split(split, n, test_frac, seed)
    drawn = [_tested(split, 64, 0.5, seed) for seed in range(8)]
    assert len(set(drawn)) == len(drawn), "point 3"


def _table(n):
    """Distinct rows, no column of which is sorted like another, and distinct labels."""
    ids = np.arange(1, n + 1)
    return np.stack([ids, (ids * 7) % n, -ids], axis=1), ids * 11


def _one_split(split, n, test_frac, seed):
    X, y = _table(n)
    first = split(X, y, test_frac, seed)
    assert np.array_equal(X, _table(n)[0]) and np.array_equal(y, _table(n)[1]), "point 5"
    second = split(X, y, test_frac, seed)
    assert all(np.array_equal(one, two) for one, two in zip(first, second, strict=True)), "point 4"
    X_train, X_test, y_train, y_test = (np.asarray(part, dtype=float) for part in first)
    assert len(X_test) == len(y_test) == math.floor(n * test_frac + 0.5), "point 2"
    joined = [np.column_stack(side) for side in ((X_train, y_train), (X_test, y_test)) if len(side[0]) == len(side[1])]
    assert len(joined) == 2, "point 1"
    rows = sorted(map(tuple, np.concatenate(joined).tolist()))
    assert rows == sorted(map(tuple, np.column_stack([X, y]).tolist())), "point 1"


def _tested(split, n, test_frac, seed):
    return frozenset(np.asarray(split(*_table(n), test_frac, seed)[3]).tolist())


# --- disguise ---------------------------------------------------------------------------------------------------------


def as_drawn(X_side, y_side, key):
    return np.arange(len(y_side))


def shuffled(X_side, y_side, key):
    return np.random.default_rng(key).permutation(len(y_side))


def by_value(X_side, y_side, key):
    return np.lexsort((y_side, *X_side.T[::-1]))


ORDERS = (as_drawn, shuffled, by_value)


def _of_kind(part, values, kind):
    """The values as a list, as floats or as they are; a part that came as a list stays one."""
    if isinstance(part, list) or kind == 0:
        return values.tolist()
    return values.astype(float) if kind == 1 else values


def _in_order(split):
    """Whether both sides come in the order of the table; no check may take that for a fault, so it is left to be seen."""
    labels = np.arange(40)
    return all(np.all(np.diff(side) > 0) for side in split(labels.reshape(-1, 1).copy(), labels.copy(), 0.5, 1)[2:])


def another_form(rng, split):
    """The same sides in another guise: order within a side, containers and kinds of number differ."""
    order, salt = ORDERS[int(rng.integers(len(ORDERS)))], int(rng.integers(2**32))
    order = as_drawn if _in_order(split) else order
    container, kinds = (tuple, list)[int(rng.integers(2))], rng.integers(3, size=4).tolist()

    def disguised(X, y, test_frac, seed):
        parts = split(X, y, test_frac, seed)
        X_train, X_test, y_train, y_test = (np.asarray(part) for part in parts)
        train, test = order(X_train, y_train, [salt, seed, 0]), order(X_test, y_test, [salt, seed, 1])
        arranged = X_train[train], X_test[test], y_train[train], y_test[test]
        return container(map(_of_kind, parts, arranged, kinds))

    return disguised
