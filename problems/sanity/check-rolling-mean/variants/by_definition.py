"""Correct: every row is looked at for every row; an empty log gives an empty list."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    result = []
    for now in ts:
        window = x[(ts > now - w) & (ts <= now)]
        result.append(float(window.sum()) / len(window))
    return result
