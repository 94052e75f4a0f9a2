"""Terse: the reference is the sign of all pairs; scores come from one ranked vector that is mapped through many monotone scales, so that neighbours differ by one unit in the last place. The same arrays are refilled between calls. Open point: rounding outside [0, 1] is accepted."""

import numpy as np


def check(auc):
    r = np.random.default_rng(3)
    scales = [
        lambda k: k * 1.0,
        lambda k: k / 7 - 3,
        lambda k: 1 / (1 + np.exp(-k / 50.0)),
        lambda k: 1 + k * 2.0**-52,
        lambda k: -1e300 * (1 + k),
        lambda k: k * 5e-324,
        lambda k: 800.0 + k,
        lambda k: 1e9 + k * 2.0**-22,
        lambda k: np.where(k % 2 == 0, 1e308, -1e308) * 1.5,
    ]

    def one(y, s):
        want_y, want_s = y.copy(), s.copy()
        p, q = s[y == 1], s[y == 0]
        want = ((p[:, None] > q).sum() + 0.5 * (p[:, None] == q).sum()) / (len(p) * len(q))
        try:
            got = float(auc(y, s))
        except Exception:
            raise AssertionError("no number")
        assert abs(got - want) <= 1.00001e-9
        assert (y == want_y).all() and (s == want_s).all()

    for n, rounds in ((2, 27), (3, 36), (7, 54), (30, 54), (1000, 6)):
        y, s = np.empty(n, dtype=int), np.empty(n)
        for i in range(rounds):
            m = [1, n - 1, max(1, n // 2)][i // 9 % 3] if rounds > 6 else [1, n - 1, n // 2][i % 3]
            y[:] = r.permutation(n) < m
            k = r.integers(0, [2, n, 5 * n][i % 3] + 1, n)
            if i % 7 == 6:
                k = y * (n + 1) + k % 2
            s[:] = scales[i % 9](k)
            one(y, s)
    for order in ([1, 0], [0, 1]):
        one(np.array(order), np.array([0.5, 0.5]))
        one(np.array(order), np.array([0.5, 0.25]))
