"""Reference and generators of `centre`: exact sums in plain Python."""

import math

import numpy as np


def reference(train, test, no_training_rows="raise"):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if len(train) == 0:
        if no_training_rows == "raise":
            raise ValueError("there are no training rows")
        return train.copy(), test.copy()
    means = [level(column) for column in train.T]
    return train - means, test - means


def level(column):
    """What is subtracted from a column."""
    return math.fsum(column) / len(column)


def _tables(rng, n, m, d):
    return rng.normal(rng.uniform(-5.0, 5.0, size=d), 2.0, size=(n + m, d))[:n], rng.normal(3.0, 4.0, size=(m, d))


def ordinary_case(rng, i):
    return _tables(rng, 2 + i, 1 + i % 4, 1 + i % 3)


def small_cases(rng):
    train, test = _tables(rng, 4, 3, 2)
    return {
        "one training row": (train[:1], test),
        "one row to score": (train, test[:1]),
        "no row to score": (train, test[:0]),
        "one column": (train[:, :1], test[:, :1]),
    }


def leakage_case(rng, i):
    return _tables(rng, 6, 8, 2)


def change_later_rows(rng, args, kind):
    train, test = args
    return train, test[:4] if kind == "truncate" else np.concatenate([test[:4], 100.0 + rng.normal(size=(4, 2))])


def unchanged_rows(args, args2, out, out2):
    return (out[0], out[1][:4]), (out2[0], out2[1][:4])


def whole_number_case(rng, i):
    return rng.integers(-9, 90, size=(5, 2)).astype(float), rng.integers(-9, 90, size=(3, 2)).astype(float)


def probe_no_training_rows(rng):
    train, test = _tables(rng, 1, 3, 2)
    return {"no training rows": (train[:0], test), "no rows at all": (train[:0], test[:0])}
