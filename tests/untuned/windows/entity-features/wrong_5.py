"""The three columns are stacked into one float64 table before sorting, so fingerprints above 2^53 that differ in the last digits become one card. Violates "`[n]` 64-bit integers, the card numbers' fingerprints: any value" and "payments j of the same card". Shows on entity=[2**60, 2**60+1], ts=[0,10], horizon=60."""

import numpy as np


def _window_sums(a, lo, hi):
    length = hi - lo
    out = np.zeros(len(lo))
    pos = lo.copy()
    block = a.copy()
    step = 1
    while step <= len(a):
        use = (length & step) > 0
        out[use] += block[pos[use]]
        pos[use] += step
        if 2 * step <= len(a):
            block = block[:-step] + block[step:]
        step *= 2
    return out


def entity_features(entity, ts, amount, horizon):
    entity = np.asarray(entity)
    ts = np.asarray(ts)
    amount = np.asarray(amount, dtype=np.float64)
    if len(entity) != len(ts) or len(entity) != len(amount):
        raise ValueError("lengths differ")
    if horizon < 1:
        raise ValueError("horizon below 1")
    out = np.zeros((len(ts), 2))
    if len(ts) == 0:
        return out
    ts = ts.astype(np.int64)
    h = min(int(horizon), int(ts.max()) - int(ts.min()) + 1)
    table = np.column_stack([entity, ts, amount])
    entity = table[:, 0]
    order = np.lexsort((ts, entity))
    cuts = np.flatnonzero(entity[order][1:] != entity[order][:-1]) + 1
    for rows in np.split(order, cuts):
        t = ts[rows]
        lo = np.searchsorted(t, t - h, side="left")
        hi = np.searchsorted(t, t, side="left")
        out[rows, 0] = hi - lo
        out[rows, 1] = _window_sums(amount[rows], lo, hi)
    return out
