"""Counts the whole history of the card.

Trap: the horizon is checked and then forgotten.
Mistake: no_validation
Caught by: oracle/many-cards, oracle/crowded-seconds, edge/window-edges
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
        rows = rows[np.argsort(ts[rows], kind="stable")]
        times = ts[rows]
        totals = np.append(0.0, np.cumsum(amount[rows]))
        first = np.zeros(len(rows), dtype=int)
        end = np.searchsorted(times, times, side="left")
        features[rows, 0] = end - first
        features[rows, 1] = totals[end] - totals[first]
    return features
