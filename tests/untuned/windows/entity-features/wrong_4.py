"""One float64 prefix sum over the whole sorted log and differences of it. Violates "Results are compared at a tolerance of 1e-6 euros; amounts stay below 10^6": after 100,000 amounts near 10^6 the prefix is near 10^11 and single steps of float64 are 1.5e-5. Shows on 100,000 rows of amounts like 999999.37 with short windows."""

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
    prefix = np.concatenate([[0.0], np.cumsum(money)])

    lo = np.searchsorted(sorted_key, key - h, side="left")
    hi = np.searchsorted(sorted_key, key, side="left")
    sums = prefix[hi] - prefix[lo]
    return np.column_stack([(hi - lo).astype(np.float64), sums])
