"""Forgets the card: the window covers the payments of everybody.

Trap: grouping was in the sentence, not in the code.
Mistake: no_validation
Caught by: oracle/many-cards, oracle/crowded-seconds, metamorphic/other-cards
May also fail: edge/small-logs
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
    order = np.argsort(ts, kind="stable")
    times, totals = ts[order], np.append(0.0, np.cumsum(amount[order]))
    first = np.searchsorted(times, ts - horizon, side="left")
    end = np.searchsorted(times, ts, side="left")
    return np.column_stack([(end - first).astype(float), totals[end] - totals[first]])
