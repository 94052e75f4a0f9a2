"""Correct: sums of slices between two binary searches, with readings and sums of 32 bits."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=np.float32)
    first, last = np.searchsorted(ts, ts - w, side="right"), np.searchsorted(ts, ts, side="right")
    totals = np.add.reduceat(np.append(x, np.float32(0)), np.stack([first, last], axis=1).ravel())[::2]
    return totals / (last - first).astype(np.float32)
