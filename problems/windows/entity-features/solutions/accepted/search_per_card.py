"""Sort by card and time, then two binary searches and running totals per card."""

import numpy as np


def entity_features(entity, ts, amount, horizon):
    if not len(entity) == len(ts) == len(amount):
        raise ValueError("entity, ts and amount must have the same length")
    if horizon < 1:
        raise ValueError("horizon must be at least one second")

    features = np.empty((len(ts), 2))
    order = np.lexsort((ts, entity))
    card_starts = np.flatnonzero(np.diff(entity[order])) + 1
    for rows in np.split(order, card_starts):
        times = ts[rows]
        totals = np.concatenate([[0.0], np.cumsum(amount[rows])])
        first = np.searchsorted(times, times - horizon, side="left")
        end = np.searchsorted(times, times, side="left")
        features[rows, 0] = end - first
        features[rows, 1] = totals[end] - totals[first]
    return features
