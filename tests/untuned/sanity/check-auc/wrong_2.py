"""Only continuous random scores are tried, no equal ones. Violates "has to be right about every one" for "a pair of equal scores counts one half". Shows on an implementation that counts equal scores as lost."""

import numpy as np


def check(auc):
    rng = np.random.default_rng(0)
    for i in range(150):
        n = int(rng.integers(2, 50)) if i < 145 else 1000
        y = rng.integers(0, 2, n)
        y[0], y[-1] = 1, 0
        s = rng.normal(size=n) * 10.0 ** rng.integers(-100, 100)
        y0, s0 = y.copy(), s.copy()
        try:
            got = float(auc(y, s))
        except Exception as error:
            raise AssertionError(repr(error))
        assert np.array_equal(y, y0) and np.array_equal(s, s0)
        want = np.mean(s0[y0 == 1][:, None] > s0[y0 == 0])
        assert 0.0 <= got <= 1.0
        assert abs(got - want) <= 1e-9
