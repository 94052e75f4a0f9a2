"""A queue of the readings in the window, time by time, summed exactly; plain Python."""

import math
from collections import deque
from itertools import groupby

import numpy as np


def rolling_mean(ts, values, window):
    rows = [(int(t), float(v)) for t, v in zip(ts, values)]
    if rows != sorted(rows, key=lambda row: row[0]):
        raise ValueError("the log is not in order of time")
    queue, means = deque(), []
    for now, same_time in groupby(rows, key=lambda row: row[0]):
        arrived = list(same_time)
        queue.extend(row for row in arrived if not math.isnan(row[1]))
        while queue and queue[0][0] <= now - window:
            queue.popleft()
        mean = math.fsum(v for _, v in queue) / len(queue) if queue else math.nan
        means += [mean] * len(arrived)
    return np.array(means, dtype=float)
