"""A delay beyond the horizon goes through the same arithmetic.

Trap: the end of the window then lies before its beginning, and counts and sums come out negative.
Mistake: edge_cases_late
Caught by: edge/delays
May also fail: oracle/many-cards, oracle/crowded-seconds
"""

import numpy as np


def entity_features(entity, ts, amount, horizon, delay):
    entity, ts = np.asarray(entity), np.asarray(ts)
    amount = np.asarray(amount, dtype=float)
    if not len(entity) == len(ts) == len(amount):
        raise ValueError("entity, ts and amount must have the same length")
    if horizon < 1 or delay < 1:
        raise ValueError("horizon and delay must be at least one second")

    features = np.zeros((len(ts), 2))
    order = np.lexsort((ts, entity))
    card_starts = np.flatnonzero(np.diff(entity[order])) + 1
    for rows in np.split(order, card_starts):
        times = ts[rows]
        totals = np.concatenate([[0.0], np.cumsum(amount[rows])])
        first = np.searchsorted(times, times - horizon, side="left")
        end = np.searchsorted(times, times - delay, side="right")
        features[rows, 0] = end - first
        features[rows, 1] = totals[end] - totals[first]
    return features
