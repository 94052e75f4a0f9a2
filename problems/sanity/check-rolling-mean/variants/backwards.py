"""Correct: from the last row to the first, a deque of the readings still inside; NaN where a window is empty."""
from collections import deque

import numpy as np


def rolling_mean(ts, x, w):
    result = np.full(len(ts), np.nan)
    window = deque()
    row = len(ts) - 1
    for i in range(len(ts) - 1, -1, -1):
        while window and window[0][0] > ts[i]:
            window.popleft()
        while row >= 0 and ts[row] > ts[i] - w:
            window.append((ts[row], float(x[row])))
            row -= 1
        if window:
            result[i] = np.mean([value for _, value in window])
    return result
