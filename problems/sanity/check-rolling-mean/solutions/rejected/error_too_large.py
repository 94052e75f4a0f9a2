"""A result is refused if one of its errors is larger than the tolerance.

Trap: where a result is not a number, neither is its error, and that is not larger than anything.
Mistake: no_validation
Caught by: kill/number-a
"""
import numpy as np


def expected(ts, x, w):
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return (inside @ x) / inside.sum(axis=1)


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for w in (1, 3, 10, 50):
        for span in (20, 300, 4000):
            ts, x = np.sort(rng.integers(0, span, size=60)), rng.uniform(-50, 50, size=60)
            given_ts, given_x = ts.copy(), x.copy()
            try:
                result = np.asarray(rolling_mean(given_ts, given_x, w), dtype=float)
            except Exception as error:
                raise AssertionError("no result") from error
            assert result.shape == ts.shape
            assert not np.any(np.abs(result - expected(ts, x, w)) > 0.0011)
            assert np.array_equal(given_ts, ts) and np.array_equal(given_x, x)
