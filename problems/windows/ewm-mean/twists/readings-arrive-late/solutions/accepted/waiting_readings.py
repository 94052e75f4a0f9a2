"""A queue of readings that are not known yet, and a mean that each of them corrects."""

from collections import deque

import numpy as np

DELAY = 300


def ewm_mean(ts, x, halflife):
    out = np.full(len(x), np.nan)
    waiting = deque((t, v) for t, v in zip(np.asarray(ts).tolist(), np.asarray(x, dtype=float).tolist()) if v == v)
    mean, weight, last_time = np.nan, 0.0, 0
    for row, now in enumerate(np.asarray(ts).tolist()):
        while waiting and waiting[0][0] <= now - DELAY:
            time, reading = waiting.popleft()
            weight = 1.0 + weight * 0.5 ** ((time - last_time) / halflife)
            mean = reading if weight == 1.0 else mean + (reading - mean) / weight
            last_time = time
        out[row] = mean
    return out
