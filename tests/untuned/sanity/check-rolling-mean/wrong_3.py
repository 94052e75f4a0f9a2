"""Keeps no copies: "before" is the same array. Violates the duty to catch a breach of "4. The arguments are not modified." Shows on an implementation that computes right results and then overwrites x."""

import numpy as np


def _expected(ts, x, w):
    inside = (ts[None, :] <= ts[:, None]) & (ts[None, :] > ts[:, None] - w)
    return np.where(inside, x[None, :], 0.0).sum(axis=1) / inside.sum(axis=1)


def _read(result, n):
    try:
        numbers = [float(v) for v in result]
    except Exception as error:
        raise AssertionError(f"not a sequence of numbers: {error!r}")
    assert len(numbers) == n, "wrong number of results"
    assert np.ndim(result) == 1, "not one number per row"
    return np.array(numbers)


def _case(rolling_mean, ts, x, w):
    ts = np.array(ts, dtype=np.int64)
    x = np.array(x, dtype=np.float64)
    ts_before, x_before = ts, x
    want_before = _expected(ts, x, w)
    try:
        result = rolling_mean(ts, x, w)
    except Exception as error:
        raise AssertionError(f"raised {error!r}")
    want = want_before
    got = _read(result, len(ts_before))
    assert np.array_equal(ts, ts_before) and np.array_equal(x, x_before), "an argument was modified"
    error = np.abs(got - want)
    assert np.all(error <= 0.001 + 1e-9), "wrong mean"


def check(rolling_mean):
    rng = np.random.default_rng(2024)
    T = 2 * 10**9
    fixed = [
        ([0, 50, 100, 300], [4.0, 6.0, 9.0, 5.0], 60),
        ([0], [-7.25], 1),
        ([0], [3.5], 3600),
        ([T], [-100.0], 1),
        ([5, 5, 5], [1.0, 2.0, 9.0], 1),
        ([5, 5, 5, 6], [1.0, 1.0, 4.0, 2.0], 2),
        ([0, 1, 2, 3], [1.0, 5.0, -3.0, 10.0], 1),
        ([0, 1, 2, 3], [1.0, 5.0, -3.0, 10.0], 2),
        ([0, 60, 120, 180], [1.0, 2.0, 4.0, 8.0], 60),
        ([0, 60, 120, 180], [1.0, 2.0, 4.0, 8.0], 61),
        ([0, 60, 120, 180], [1.0, 2.0, 4.0, 8.0], 59),
        ([0, 60, 60, 120, 120, 120], [1.0, 2.0, 4.0, 8.0, 16.0, 32.0], 60),
        ([0, 0, 60, 60], [100.0, -100.0, 50.0, 0.0], 60),
        ([7, 7, 7, 7], [0.0, 0.0, 0.0, 8.0], 5),
        ([10, 20, 30], [0.0, 0.0, 6.0], 100),
        ([10, 20, 30, 40], [5.0, 5.0, 5.0, 1.0], 100),
        ([0, 10**9, T], [1.0, 2.0, 6.0], T),
        ([0, 10**9, T], [1.0, 2.0, 6.0], T + 1),
        ([0, 10**9, T], [1.0, 2.0, 6.0], 3 * 10**9),
        ([0, 3599, 3600, 3601, 7200], [10.0, -20.0, 40.0, -80.0, 7.0], 3600),
        ([0, 5000, 90000, 170000], [1.0, -3.0, 9.0, 27.0], 172800),
        ([1, 2, 10**9, 10**9 + 1], [-40.0, 11.0, 25.0, 60.0], 3),
    ]
    for _ in range(2):
        for ts, x, w in fixed:
            _case(rolling_mean, ts, x, w)
    for _ in range(90):
        n = int(rng.integers(1, 30))
        gaps = rng.choice([0, 0, 1, 2, 7, 60, 3600, 10**6], n)
        ts = np.cumsum(gaps) + int(rng.choice([0, 1, 17, 10**9, T - 10**8]))
        w = int(rng.choice([1, 2, 3, 8, 60, 61, 3600, 3601, 10**5, 10**7]))
        _case(rolling_mean, np.minimum(ts, T), rng.uniform(-100, 100, n), w)
    n = 1000
    _case(rolling_mean, T - n + 1 + np.arange(n), rng.uniform(99.0, 100.0, n), 3)
    _case(rolling_mean, np.full(n, 1234567890), rng.uniform(-100, 100, n), 1)
    n = 400
    _case(rolling_mean, np.sort(rng.integers(0, 9000, n)), rng.uniform(-100, 100, n), 3600)
    _case(rolling_mean, np.sort(rng.integers(0, 300, n)), rng.uniform(-100, -90, n), 1)
