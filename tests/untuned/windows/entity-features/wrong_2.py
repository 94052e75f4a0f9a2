"""A payment exactly `horizon` seconds earlier is dropped (searchsorted side "right" at the lower end). Violates "A payment exactly `horizon` seconds earlier counts." Shows on entity=[1,1], ts=[0,60], amount=[1,1], horizon=60."""

import numpy as np


def entity_features(entity, ts, amount, horizon):
    entity = np.asarray(entity)
    ts = np.asarray(ts)
    amount = np.asarray(amount)
    n = len(entity)
    if len(ts) != n or len(amount) != n:
        raise ValueError("entity, ts and amount differ in length")
    if horizon < 1:
        raise ValueError("horizon must be at least 1")
    if n == 0:
        return np.zeros((0, 2))
    t = ts.astype(np.int64)
    t = t - t.min()
    span = int(t.max())
    h = min(int(horizon), span + 1)
    _, code = np.unique(entity, return_inverse=True)
    code = code.reshape(-1).astype(np.int64)
    key = code * (2 * span + 4) + t + span + 1

    order = np.argsort(key, kind="stable")
    sorted_key = key[order]
    money = amount[order].astype(np.float64)
    coarse = np.rint(money * 2.0**20).astype(np.int64)
    fine = money - coarse / 2.0**20
    coarse = np.concatenate([[0], np.cumsum(coarse)])
    fine = np.concatenate([[0.0], np.cumsum(fine)])

    lo = np.searchsorted(sorted_key, key - h, side="right")
    hi = np.searchsorted(sorted_key, key, side="left")
    sums = (coarse[hi] - coarse[lo]) / 2.0**20 + (fine[hi] - fine[lo])
    return np.column_stack([(hi - lo).astype(np.float64), sums])
