"""The definition as a double loop, on random logs in order and in no order. Policies: none."""
import numpy as np


def expected(ts, x, w):
    means = []
    for now in ts:
        window = [v for t, v in zip(ts, x) if now - w < t <= now]
        means.append(sum(window) / len(window))
    return means


def check(rolling_mean):
    rng = np.random.default_rng(4)
    for w in (1, 3, 10, 60):
        for span in (20, 150, 2000):
            ts = rng.integers(0, span, size=50)
            x = rng.uniform(-40, 40, size=50)
            given_ts, given_x = ts.copy(), x.copy()
            try:
                result = rolling_mean(given_ts, given_x, w)
            except Exception as error:
                raise AssertionError(f"w={w}: {error!r}") from error
            assert len(result) == 50, "one number per row"
            for i, (got, right) in enumerate(zip(result, expected(ts, x, w))):
                assert abs(got - right) < 0.002, f"row {i} of {span} seconds with w={w}: {got} instead of {right}"
            assert np.array_equal(given_ts, ts) and np.array_equal(given_x, x), "arguments were modified"
