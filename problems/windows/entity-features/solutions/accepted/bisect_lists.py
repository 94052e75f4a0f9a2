"""A dictionary of sorted lists per card, prefix sums and bisect."""

from bisect import bisect_left
from itertools import accumulate

import numpy as np


def entity_features(entity, ts, amount, horizon):
    n = len(ts)
    if len(entity) != n or len(amount) != n:
        raise ValueError("entity, ts and amount have different lengths")
    if horizon < 1:
        raise ValueError("horizon must be at least 1")

    by_card = {}
    for row in range(n):
        by_card.setdefault(int(entity[row]), []).append(row)

    out = np.empty((n, 2))
    for rows in by_card.values():
        rows.sort(key=lambda row: ts[row])
        times = [int(ts[row]) for row in rows]
        sums = [0.0, *accumulate(float(amount[row]) for row in rows)]
        for row, now in zip(rows, times):
            first, end = bisect_left(times, now - horizon), bisect_left(times, now)
            out[row] = end - first, sums[end] - sums[first]
    return out
