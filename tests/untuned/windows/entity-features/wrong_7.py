"""The result array takes the dtype of the amounts. Violates "The result is a new float64 array." Shows on amount=np.array([1, 2]) (int64): the result is an integer array."""

from fractions import Fraction

import numpy as np


def entity_features(entity, ts, amount, horizon):
    if not len(entity) == len(ts) == len(amount):
        raise ValueError("entity, ts and amount differ in length")
    if horizon < 1:
        raise ValueError("horizon must be at least 1")
    entity = np.asarray(entity).tolist()
    ts = np.asarray(ts).tolist()
    amount = np.asarray(amount)
    out = np.zeros((len(ts), 2), dtype=amount.dtype)
    amount = amount.tolist()
    horizon = int(horizon)

    cards = {}
    for row, card in enumerate(entity):
        cards.setdefault(card, []).append(row)

    for rows in cards.values():
        rows.sort(key=ts.__getitem__)
        left = right = 0
        total = Fraction(0)
        for row in rows:
            now = ts[row]
            while ts[rows[right]] < now:
                total += Fraction(amount[rows[right]])
                right += 1
            while left < right and ts[rows[left]] < now - horizon:
                total -= Fraction(amount[rows[left]])
                left += 1
            out[row, 0] = right - left
            out[row, 1] = total
    return out
