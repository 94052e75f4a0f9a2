"""Random logs only, from several families (dense, sparse, ties, huge stamps, exact multiples of the window); the reference is two pointers with exact fractions. Open point: the numbers are read as np.asarray(result, float64) after float() on each, of any shape with n elements."""

from fractions import Fraction

import numpy as np


def exact(ts, x, w):
    n = len(ts)
    prefix = [Fraction(0)]
    for v in x:
        prefix.append(prefix[-1] + Fraction(v))
    out, lo, hi = [], 0, 0
    for t in ts:
        while hi < n and ts[hi] <= t:
            hi += 1
        while ts[lo] <= t - w:
            lo += 1
        out.append(float((prefix[hi] - prefix[lo]) / (hi - lo)))
    return out


def logs(rng):
    top = 2 * 10**9
    for i in range(150):
        n = 1 + i % 25
        w = int([1, 2, 5, 60, 600, 3600, 7200, 86400, 604800, 2 * top][i % 10])
        family = int(rng.integers(5))
        unit = min(w, 10**7)
        if family == 0:
            step = rng.integers(0, 3, n)
        elif family == 1:
            step = unit * rng.integers(0, 3, n)
        elif family == 2:
            step = unit * rng.integers(0, 2, n) + rng.integers(0, 2, n)
        elif family == 3:
            step = rng.choice([0, 1, unit - 1, unit, unit + 1, 10**7], n)
        else:
            step = rng.integers(0, unit // 2 + 2, n)
        ts = np.cumsum(step)
        start = int(rng.choice([0, 1, 3 * w % 1000, top - int(ts[-1])]))
        ts = ts + start
        x = rng.uniform(-100, 100, n) if i % 3 else rng.choice([0.0, 0.0, 4.0, 100.0, -100.0], n)
        yield ts, x, w
    n = 1000
    yield np.arange(n) * 2 + top - 2 * n, rng.uniform(98, 100, n), 2
    yield np.repeat(np.arange(n // 4), 4) + 10**9 + 1, rng.uniform(-100, -98, n), 2
    n = 400
    yield np.zeros(n, dtype=np.int64), rng.uniform(-100, 100, n), 1
    yield np.cumsum(rng.integers(0, 60, n)), rng.uniform(-100, 100, n), 3600


def check(rolling_mean):
    rng = np.random.default_rng(7)
    seen = []
    for ts, x, w in logs(rng):
        if len(ts) < 20:
            seen.append((ts, x, w))
        one(rolling_mean, ts, x, w)
    for ts, x, w in seen[:30]:
        one(rolling_mean, ts, x, w)


def one(rolling_mean, ts, x, w):
    a, b = np.array(ts, dtype=np.int64), np.array(x, dtype=float)
    try:
        got = rolling_mean(a, b, w)
        got = [float(v) for v in got]
    except Exception as e:
        raise AssertionError(str(e)) from e
    want = exact(ts.tolist(), x.tolist(), w)
    if a.tolist() != ts.tolist() or b.tolist() != x.tolist():
        raise AssertionError("arguments modified")
    if len(got) != len(want):
        raise AssertionError("length")
    for g, v in zip(got, want):
        if not abs(g - v) <= 0.0010000001:
            raise AssertionError(f"{g} instead of {v}")
