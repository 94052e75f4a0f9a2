"""No look at the arguments: lengths and horizon are taken on trust.

Trap: a short column or a negative horizon gives a plausible table.
Mistake: edge_cases_late
Caught by: loud/length-mismatch, loud/horizon
"""

from bisect import bisect_left
from collections import defaultdict

import numpy as np


def entity_features(entity, ts, amount, horizon):
    features = np.zeros((len(ts), 2))
    by_card = defaultdict(list)
    for row, (card, now, euros) in enumerate(zip(entity, ts, amount)):
        by_card[int(card)].append((int(now), row, float(euros)))
    for payments in by_card.values():
        payments.sort()
        times = [now for now, _, _ in payments]
        totals = np.cumsum([0.0] + [euros for _, _, euros in payments])
        for now, row, _ in payments:
            first, end = bisect_left(times, now - horizon), bisect_left(times, now)
            features[row] = end - first, totals[end] - totals[first]
    return features
