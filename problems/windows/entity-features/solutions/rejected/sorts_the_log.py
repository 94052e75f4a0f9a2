"""Sorts the caller's arrays in place to work on a tidy log.

Trap: the log is shared, and slices that are assigned to write into it.
Mistake: none
Caught by: hygiene/inputs
"""

import numpy as np


def entity_features(entity, ts, amount, horizon):
    if not len(entity) == len(ts) == len(amount):
        raise ValueError("entity, ts and amount differ in length")
    if horizon < 1:
        raise ValueError("the horizon is below one second")
    order = np.lexsort((ts, entity))
    entity[:], ts[:], amount[:] = entity[order], ts[order], amount[order]
    features = np.zeros((len(ts), 2))
    for card in np.unique(entity):
        rows = np.flatnonzero(entity == card)
        times = ts[rows]
        totals = np.append(0.0, np.cumsum(amount[rows]))
        first, end = np.searchsorted(times, times - horizon), np.searchsorted(times, times)
        features[order[rows], 0] = end - first
        features[order[rows], 1] = totals[end] - totals[first]
    return features
