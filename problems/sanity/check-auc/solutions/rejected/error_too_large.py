"""A value is refused if its error is larger than the tolerance.

Trap: where the value is not a number, neither is its error, and that is not larger than anything.
Mistake: no_validation
Caught by: kill/number-b
"""
import numpy as np


def share(labels, scores):
    d, r = scores[labels == 1][:, None], scores[labels == 0][None, :]
    return np.mean((d > r) + 0.5 * (d == r))


def check(auc):
    rng = np.random.default_rng(0)
    for n in (10, 40, 90):
        labels = rng.permutation(np.r_[1, 0, rng.integers(0, 2, size=n)])
        for scores in (rng.normal(size=n + 2) * 9, 1 + rng.normal(size=n + 2) * 1e-9, rng.integers(-3, 3, size=n + 2)):
            y, s = labels.copy(), scores.astype(float)
            try:
                value = auc(y, s)
            except Exception as error:
                raise AssertionError("no value") from error
            if abs(value - share(labels, scores)) > 2e-9:
                raise AssertionError(f"{value} on {n} rows")
            assert (y == labels).all() and (s == scores).all()
