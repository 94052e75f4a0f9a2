"""Scans the payments of the same card for each payment.

Trap: fast on average, quadratic on the busiest card.
Mistake: none
Caught by: growth/rows
"""

import numpy as np


def checked(entity, ts, amount, horizon):
    entity, ts, amount = np.asarray(entity), np.asarray(ts), np.asarray(amount, dtype=float)
    if not len(entity) == len(ts) == len(amount):
        raise ValueError("entity, ts and amount differ in length")
    if horizon < 1:
        raise ValueError("the horizon is below one second")
    return entity, ts, amount


def entity_features(entity, ts, amount, horizon):
    entity, ts, amount = checked(entity, ts, amount, horizon)
    features = np.zeros((len(ts), 2))
    for card in np.unique(entity):
        rows = np.flatnonzero(entity == card)
        times, euros = ts[rows], amount[rows]
        for row, now in zip(rows, times):
            window = (times >= now - horizon) & (times < now)
            features[row] = window.sum(), euros[window].sum()
    return features
