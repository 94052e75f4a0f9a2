"""One pass in the order of arrival, as if the log were sorted.

Trap: tidy examples hide that rows arrive in any order.
Mistake: no_validation
Caught by: oracle/many-cards, oracle/crowded-seconds, metamorphic/row-order
May also fail: edge/window-edges, edge/small-logs, perturb/future-payments, growth/rows
"""

from collections import defaultdict

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
    history = defaultdict(list)
    for row in range(len(ts)):
        seen = history[int(entity[row])]
        while seen and seen[0][0] < ts[row] - horizon:
            seen.pop(0)
        window = [a for t, a in seen if t < ts[row]]
        features[row] = len(window), sum(window)
        seen.append((ts[row], amount[row]))
    return features
