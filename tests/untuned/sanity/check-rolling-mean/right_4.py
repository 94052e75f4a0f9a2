"""Terse: one generator of cases, one reference by searchsorted on exact integer prefix sums (readings are multiples of 1/1024, so the sums are exact). Open point: a result is flattened with np.ravel before it is compared, after a look at its length."""

import numpy as np


def check(rolling_mean):
    r = np.random.default_rng(0)
    top = 2_000_000_000

    def cases():
        for i in range(170):
            n, w = int(r.integers(1, 25)), int(r.choice([1, 2, 3, 10, 60, 3600, 4000, 100000, 3 * top]))
            d = r.choice([0, 0, 1, 2, min(w, 10**6) - 1, min(w, 10**6), min(w, 10**6) + 1, 5 * 10**6], n)
            t = np.cumsum(d)
            yield t + r.choice([0, 5, top - t[-1]]) - (d[0] if i % 4 == 0 else 0), w
        yield top - np.arange(1000)[::-1], 4
        yield np.full(500, 42), 1
        yield np.sort(r.integers(0, 300, 1000)), 2
        yield np.sort(r.integers(0, 20000, 500)), 3600

    for t, w in cases():
        t = np.maximum(t, 0).astype(np.int64)
        k = r.integers(-102400, 102401, len(t)) if len(t) < 500 else r.integers(101000, 102400, len(t))
        k[r.random(len(t)) < 0.1] = 0
        x = k / 1024.0
        s = np.concatenate([[0], np.cumsum(k)])
        lo, hi = np.searchsorted(t, t - w, "right"), np.searchsorted(t, t, "right")
        want = (s[hi] - s[lo]) / (hi - lo) / 1024.0
        a, b = t.copy(), x.copy()
        try:
            got = rolling_mean(a, b, w)
            ok = len(got) == len(t)
            got = np.array([float(v) for v in got])
        except Exception:
            raise AssertionError("no result")
        assert ok and (a == t).all() and (b == x).all() and (np.abs(got - want) <= 0.00100000001).all()
