"""Plain Python: two pointers per card and an exact running total of quarters of a cent. Policies: none."""

import numpy as np


def entity_features(entity, ts, amount, horizon, delay):
    entity, ts, amount = [np.asarray(column).tolist() for column in (entity, ts, amount)]
    if len({len(entity), len(ts), len(amount)}) != 1:
        raise ValueError("columns differ in length")
    if min(horizon, delay) < 1:
        raise ValueError("horizon and delay must be positive")

    by_card = {}
    for row in sorted(range(len(ts)), key=ts.__getitem__):
        by_card.setdefault(entity[row], []).append(row)

    features = np.zeros((len(ts), 2))
    for rows in by_card.values():
        first = end = 0
        total = 0
        for row in rows:
            while end < len(rows) and ts[rows[end]] <= ts[row] - delay:
                total += round(amount[rows[end]] * 1_000_000)
                end += 1
            while first < end and ts[rows[first]] < ts[row] - horizon:
                total -= round(amount[rows[first]] * 1_000_000)
                first += 1
            features[row] = end - first, total / 1_000_000
    return features
