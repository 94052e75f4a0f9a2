"""Groups by card, then compares every payment of a card with every other payment of the card. Violates "The time must grow like n log n, not like n^2" where "a single corporate card can own half of them". Shows on 100,000 rows of which 50,000 belong to one card."""

import numpy as np


def entity_features(entity, ts, amount, horizon):
    entity, ts = np.asarray(entity), np.asarray(ts)
    amount = np.asarray(amount, dtype=np.float64)
    if not (len(entity) == len(ts) == len(amount)):
        raise ValueError("lengths differ")
    if horizon < 1:
        raise ValueError("horizon below 1")
    out = np.zeros((len(ts), 2))
    order = np.argsort(entity, kind="stable")
    cuts = np.flatnonzero(np.diff(entity[order])) + 1
    for rows in np.split(order, cuts):
        t, a = ts[rows], amount[rows]
        for i in rows:
            window = (t < ts[i]) & (t >= ts[i] - horizon)
            out[i] = window.sum(), a[window].sum()
    return out
