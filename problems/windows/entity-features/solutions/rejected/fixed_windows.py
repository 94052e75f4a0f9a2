"""Windows of fixed places on the clock instead of windows that move with the payment.

Trap: payments in one bucket of the clock, later ones included.
Mistake: leakage
Caught by: oracle/many-cards, edge/window-edges
May also fail: perturb/future-payments, oracle/crowded-seconds, edge/small-logs, perturb/same-second
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
    if len(ts) == 0:
        return features
    keys = np.stack([entity, ts // horizon], axis=1)
    _, group = np.unique(keys, axis=0, return_inverse=True)
    group = group.reshape(-1)
    features[:, 0] = np.bincount(group)[group] - 1
    features[:, 1] = np.bincount(group, weights=amount)[group] - amount
    return features
