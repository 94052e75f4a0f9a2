"""Stacks the parts of the cards: without rows there is nothing to stack.

Trap: the empty log of a quiet night.
Mistake: edge_cases_late
Caught by: edge/small-logs
"""

import numpy as np


def entity_features(entity, ts, amount, horizon):
    if not len(entity) == len(ts) == len(amount):
        raise ValueError("entity, ts and amount differ in length")
    if horizon < 1:
        raise ValueError("the horizon is below one second")
    parts, places = [], []
    for card in np.unique(entity):
        rows = np.flatnonzero(entity == card)
        rows = rows[np.argsort(ts[rows], kind="stable")]
        times, totals = ts[rows], np.append(0.0, np.cumsum(amount[rows]))
        first, end = np.searchsorted(times, times - horizon), np.searchsorted(times, times)
        parts.append(np.column_stack([end - first, totals[end] - totals[first]]))
        places.append(rows)
    return np.vstack(parts)[np.argsort(np.concatenate(places))].astype(float)
