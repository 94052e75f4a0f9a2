"""Uses the fingerprint as a place in a table.

Trap: identifiers taken for small numbers from zero.
Mistake: shapes_assumed
Caught by: oracle/many-cards, metamorphic/card-names, oracle/crowded-seconds
May also fail: edge/small-logs, metamorphic/row-order, metamorphic/other-cards, hygiene/inputs
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
    payments_of = np.zeros(int(entity.max()) + 1, dtype=int)
    np.add.at(payments_of, entity, 1)
    for card in np.flatnonzero(payments_of):
        rows = np.flatnonzero(entity == card)
        rows = rows[np.argsort(ts[rows], kind="stable")]
        times, totals = ts[rows], np.append(0.0, np.cumsum(amount[rows]))
        first, end = np.searchsorted(times, times - horizon), np.searchsorted(times, times)
        features[rows] = np.column_stack([end - first, totals[end] - totals[first]])
    return features
