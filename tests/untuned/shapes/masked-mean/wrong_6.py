"""Mistake: fmean of an empty list raises (StatisticsError is a ValueError) for a query without real tokens. Violates "Nothing else raises: every mask of zeros and ones in the right shape is valid". Shows on x = [[[1.0]]], mask = [[0]]."""
from statistics import fmean

import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=np.float64)
    m = np.asarray(mask)
    if x.ndim != 3 or m.shape != x.shape[:2]:
        raise ValueError("shapes")
    B, T, D = x.shape
    out = np.empty((B, D), dtype=np.float64)
    for b in range(B):
        rows = [x[b, t] for t in range(T) if m[b, t]]
        for d in range(D):
            out[b, d] = fmean([float(r[d]) for r in rows])
    return out
