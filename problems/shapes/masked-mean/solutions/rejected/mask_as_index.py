"""The mask used as an index without making it boolean.

Trap: an integer mask of 0 and 1 picks steps 0 and 1 over and over instead of selecting.
Mistake: shapes_assumed
Caught by: oracle/numbers
May also fail: stability/small-dtypes
Policies: empty_row=inconsistent
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    mask = np.asarray(mask)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    out = np.zeros((x.shape[0], x.shape[2]))
    for b in range(x.shape[0]):
        tokens = x[b][mask[b]]
        if len(tokens):
            out[b] = tokens.mean(axis=0)
    return out
