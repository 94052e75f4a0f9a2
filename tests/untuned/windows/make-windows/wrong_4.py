"""Returns early for a series that is too short, before the sizes are looked at. Violates "A size outside its range raises ValueError, whatever the series." Shows on x=[], input_len=2, horizon=1, gap=0, stride=0."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    x = np.asarray(x, dtype=np.float64)
    if len(x) < input_len + gap + horizon:
        return np.empty((0, max(input_len, 0))), np.empty((0, max(horizon, 0)))
    if input_len < 1 or horizon < 1 or gap < 0 or stride < 1:
        raise ValueError("a size is outside its range")
    last = len(x) - input_len - gap - horizon
    begin = np.arange(0, last + 1, stride)[:, None]
    return x[begin + np.arange(input_len)], x[begin + input_len + gap + np.arange(horizon)]
