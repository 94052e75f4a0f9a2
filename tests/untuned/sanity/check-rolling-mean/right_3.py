"""Exhaustive on small logs: every log of up to four rows with steps 0, 1, 2 and windows 1 to 3 (readings are powers, so every wrong set of rows shows), then a few long ones. Reference: plain double loop. Open point: the result must have a length and be indexable; its shape is not looked at further."""

import itertools

import numpy as np


def by_definition(ts, x, w):
    means = []
    for now in ts:
        window = [v for t, v in zip(ts, x) if now - w < t <= now]
        means.append(sum(window) / len(window))
    return means


def verify(rolling_mean, ts, x, w):
    arg_ts = np.array(ts, dtype=np.int64)
    arg_x = np.array(x, dtype=np.float64)
    try:
        answer = rolling_mean(arg_ts, arg_x, w)
        size = len(answer)
        answer = [float(answer[i]) for i in range(size)]
    except Exception as problem:
        raise AssertionError("the call failed") from problem
    assert size == len(ts)
    assert list(ts) == arg_ts.tolist() and list(x) == arg_x.tolist()
    for a, b in zip(answer, by_definition(ts, x, w)):
        assert -0.00100001 < a - b < 0.00100001


def check(rolling_mean):
    powers = [3.0, -9.5, 27.25, 81.0]
    for steps in itertools.product((0, 1, 2), repeat=3):
        ts = [sum(steps[:k]) for k in range(4)]
        for w in (1, 2, 3):
            for scale, start in ((1, 0), (3600, 10**9)):
                if (steps[0] + w) % 2 == (scale > 1):
                    verify(rolling_mean, [start + scale * t for t in ts], powers, w * scale)
    rng = np.random.default_rng(99)
    for n in range(1, 40):
        base = int(rng.integers(0, 2 * 10**9 - 10**6))
        ts = sorted(rng.integers(base, base + 4 * n, n).tolist())
        x = np.round(rng.uniform(-100, 100, n), 4).tolist()
        verify(rolling_mean, ts, x, 1 + n // 2)
        verify(rolling_mean, ts, x, 5 * n)
    huge = [0, 0, 1, 10**9, 2 * 10**9 - 1, 2 * 10**9, 2 * 10**9]
    for w in (1, 2, 10**6, 10**9, 10**9 + 1, 2 * 10**9, 2 * 10**9 + 1, 5 * 10**9):
        verify(rolling_mean, huge, [0.0, 4.0, -100.0, 100.0, 50.5, 0.0, 7.125], w)
    n = 1000
    x = rng.uniform(99, 100, n).tolist()
    verify(rolling_mean, list(range(2 * 10**9 - n, 2 * 10**9)), x, 2)
    verify(rolling_mean, [k // 3 for k in range(n)], x, 1)
    verify(rolling_mean, [77] * n, rng.uniform(-100, 100, n).tolist(), 60)
