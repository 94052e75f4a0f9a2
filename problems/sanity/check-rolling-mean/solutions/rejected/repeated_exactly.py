"""The same call twice has to give the same results to the last digit.

Trap: within the tolerance the contract lets them differ from call to call.
Mistake: wrong_objective
Caught by: kill/correct
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
            assert np.abs(result - expected(ts, x, w)).max() < 0.0011
            assert np.array_equal(result, np.asarray(rolling_mean(given_ts, given_x, w), dtype=float))
            assert np.array_equal(given_ts, ts) and np.array_equal(given_x, x)
