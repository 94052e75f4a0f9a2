"""Logs by hand in order, and the same logs shuffled, whose results must follow their rows. Policies: none."""
import numpy as np

LOGS = [
    ([0, 9, 10, 20], [3, 5, 11, 40], 10, [3, 4, 8, 40]),
    ([5, 5, 5, 6], [1.0, 2.0, 9.0, 60.0], 5, [4.0, 4.0, 4.0, 18.0]),
    ([0, 100, 101, 1000], [50.0, 10.0, 20.0, -7.0], 30, [50.0, 10.0, 15.0, -7.0]),
    ([1, 2, 2, 2, 3], [12.0, 0.0, 0.0, 24.0, 64.0], 2, [12.0, 9.0, 9.0, 9.0, 22.0]),
]


def check(rolling_mean):
    for ts, x, w, expected in LOGS:
        for order in (np.arange(len(ts)), np.arange(len(ts))[::-1], np.roll(np.arange(len(ts)), 2)):
            stamps, readings = np.array(ts)[order], np.array(x, dtype=float)[order]
            kept = stamps.copy(), readings.copy()
            try:
                result = np.asarray(rolling_mean(stamps, readings, w), dtype=float)
            except ValueError as error:
                raise AssertionError("an allowed log was refused") from error
            assert result.shape == (len(ts),)
            assert np.abs(result - np.array(expected, dtype=float)[order]).max() < 0.002
            assert np.array_equal(stamps, kept[0]) and np.array_equal(readings, kept[1])
