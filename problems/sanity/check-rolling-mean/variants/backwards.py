"""Correct: from the last row to the first, a deque of the readings still inside and their sum; NaN where a window is empty."""
from collections import deque

import numpy as np


def rolling_mean(ts, x, w):
    result = np.full(len(ts), np.nan)
    window, total = deque(), 0.0
    row = len(ts) - 1
    for i in range(len(ts) - 1, -1, -1):
        while window and window[0][0] > ts[i]:
            total -= window.popleft()[1]
        while row >= 0 and ts[row] > ts[i] - w:
            window.append((ts[row], float(x[row])))
            total += window[-1][1]
            row -= 1
        if window:
            result[i] = total / len(window)
    return result
