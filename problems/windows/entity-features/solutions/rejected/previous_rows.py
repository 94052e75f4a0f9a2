"""Looks at the three payments before this one only.

Trap: a fixed number of rows stands in for a length of time.
Mistake: no_validation
Caught by: oracle/crowded-seconds, edge/small-logs
May also fail: oracle/many-cards, metamorphic/row-order
"""

import numpy as np


def checked(entity, ts, amount, horizon):
    entity, ts, amount = np.asarray(entity), np.asarray(ts), np.asarray(amount, dtype=float)
    if not len(entity) == len(ts) == len(amount):
        raise ValueError("entity, ts and amount differ in length")
    if horizon < 1:
        raise ValueError("the horizon is below one second")
    return entity, ts, amount

LAST = 3


def entity_features(entity, ts, amount, horizon):
    entity, ts, amount = checked(entity, ts, amount, horizon)
    features = np.zeros((len(ts), 2))
    for card in np.unique(entity):
        rows = np.flatnonzero(entity == card)
        rows = rows[np.argsort(ts[rows], kind="stable")]
        for place, row in enumerate(rows):
            recent = [r for r in rows[max(0, place - LAST) : place] if ts[row] - horizon <= ts[r] < ts[row]]
            features[row] = len(recent), amount[recent].sum()
    return features
