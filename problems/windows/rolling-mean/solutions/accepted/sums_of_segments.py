"""`add.reduceat` over interleaved borders: every window is summed for itself, without a loop."""

import numpy as np


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if np.any(ts[1:] < ts[:-1]):
        raise ValueError("ts falls")
    borders = np.stack([np.searchsorted(ts, ts - window, "right"), np.searchsorted(ts, ts, "right")], axis=1)
    observed = ~np.isnan(values)

    def window_sums(numbers):
        return np.add.reduceat(np.append(numbers, np.nan), borders.ravel())[::2]

    counts = window_sums(observed.astype(float))
    with np.errstate(invalid="ignore"):
        return window_sums(np.where(observed, values, 0.0)) / counts
