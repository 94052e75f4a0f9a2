"""Right numbers, in the order of card and time.

Trap: the way back to the order of the input is missing.
Mistake: no_validation
Caught by: oracle/many-cards, oracle/crowded-seconds, metamorphic/row-order
May also fail: edge/window-edges, edge/small-logs, metamorphic/card-names, metamorphic/other-cards,
  perturb/future-payments, perturb/same-second
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
    order = np.lexsort((ts, entity))
    entity, ts, amount = entity[order], ts[order], amount[order]
    features = np.zeros((len(ts), 2))
    for card in np.unique(entity):
        rows = np.flatnonzero(entity == card)
        times = ts[rows]
        totals = np.append(0.0, np.cumsum(amount[rows]))
        first, end = np.searchsorted(times, times - horizon), np.searchsorted(times, times)
        features[rows] = np.column_stack([end - first, totals[end] - totals[first]])
    return features
