"""Stacks the columns into one table of floats.

Trap: 64-bit fingerprints do not fit into a float, so neighbouring cards become one.
Mistake: shapes_assumed
Caught by: oracle/many-cards, oracle/crowded-seconds, metamorphic/other-cards
May also fail: metamorphic/card-names, hygiene/inputs
"""

import numpy as np


def entity_features(entity, ts, amount, horizon):
    if not len(entity) == len(ts) == len(amount):
        raise ValueError("entity, ts and amount differ in length")
    if horizon < 1:
        raise ValueError("the horizon is below one second")
    log = np.column_stack([entity, ts, amount])
    features = np.zeros((len(log), 2))
    for card in np.unique(log[:, 0]):
        rows = np.flatnonzero(log[:, 0] == card)
        rows = rows[np.argsort(log[rows, 1], kind="stable")]
        times, totals = log[rows, 1], np.append(0.0, np.cumsum(log[rows, 2]))
        first, end = np.searchsorted(times, times - horizon), np.searchsorted(times, times)
        features[rows] = np.column_stack([end - first, totals[end] - totals[first]])
    return features
