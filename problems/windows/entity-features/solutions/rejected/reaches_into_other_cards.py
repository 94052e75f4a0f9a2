"""Walks back over the log sorted by card without stopping at the card's first payment.

Trap: the end of one card is the neighbour of the next.
Mistake: no_validation
Caught by: oracle/many-cards, metamorphic/other-cards
May also fail: oracle/crowded-seconds, edge/small-logs, metamorphic/card-names, growth/rows
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
    features = np.zeros((len(ts), 2))
    for place, row in enumerate(order):
        back = place - 1
        while back >= 0 and ts[order[back]] >= ts[row] - horizon:
            if ts[order[back]] < ts[row]:
                features[row] += 1.0, amount[order[back]]
            back -= 1
    return features
