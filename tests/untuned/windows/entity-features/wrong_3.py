"""Results stay in the order of the sorted log (by card, then time) and are not scattered back. Violates "Row i of the result belongs to row i of the input." Shows on entity=[1,1], ts=[20,10], amount=[5,3], horizon=60: row 0 should be (1, 3)."""

import numpy as np


def entity_features(entity, ts, amount, horizon):
    entity, ts = np.asarray(entity), np.asarray(ts)
    amount = np.asarray(amount, dtype=np.float64)
    if not (len(entity) == len(ts) == len(amount)):
        raise ValueError("lengths differ")
    if horizon < 1:
        raise ValueError("horizon below 1")
    order = np.lexsort((ts, entity))
    entity, ts, amount = entity[order].tolist(), ts[order].tolist(), amount[order].tolist()
    out = np.zeros((len(ts), 2))
    left = right = 0
    total = 0.0
    for i in range(len(ts)):
        if i == 0 or entity[i] != entity[i - 1]:
            left = right = i
            total = 0.0
        while ts[right] < ts[i]:
            total += amount[right]
            right += 1
        while left < right and ts[left] < ts[i] - horizon:
            total -= amount[left]
            left += 1
        if left == right:
            total = 0.0
        out[i] = right - left, total
    return out
