"""Short logs with results worked out by hand, each for a few faults. Policies: none."""

import numpy as np

LOGS = {
    "both ends": ([0, 9, 10, 20], [3, 5, 11, 40], 10, [3, 4, 8, 40]),
    "the same second": ([5, 5, 5, 6], [1.0, 2.0, 9.0, 60.0], 5, [4.0, 4.0, 4.0, 18.0]),
    "silence": ([0, 100, 101, 1000], [50.0, 10.0, 20.0, -7.0], 30, [50.0, 10.0, 15.0, -7.0]),
    "many in a window of few seconds": ([1, 2, 2, 2, 3], [12.0, 0.0, 0.0, 24.0, 64.0], 2, [12.0, 9.0, 9.0, 9.0, 22.0]),
    "one row": ([2_000_000_000], [-99.5], 1, [-99.5]),
}


def check(rolling_mean):
    for name, (ts, x, w, expected) in LOGS.items():
        stamps, readings = np.array(ts), np.array(x, dtype=float)
        try:
            result = rolling_mean(stamps, readings, w)
        except Exception as error:
            raise AssertionError(f"{name}: {error!r}") from error
        assert len(result) == len(expected), name
        for got, right in zip(result, expected):
            assert abs(float(got) - right) <= 0.0011, f"{name}: {list(result)} instead of {expected}"
        assert stamps.tolist() == ts and readings.tolist() == x, f"{name}: the arguments were modified"
