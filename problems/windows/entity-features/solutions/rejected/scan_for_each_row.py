"""A mask over the whole log for each payment.

Trap: right on every small log, and far too slow on a real one.
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
    for row in range(len(ts)):
        window = (entity == entity[row]) & (ts >= ts[row] - horizon) & (ts < ts[row])
        features[row] = window.sum(), amount[window].sum()
    return features
