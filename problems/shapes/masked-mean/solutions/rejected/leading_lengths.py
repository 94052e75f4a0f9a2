"""The mask reduced to lengths, real tokens assumed in front.

Trap: holes and left padding take in masked steps and leave real ones out.
Mistake: pure_coding
Caught by: oracle/scattered, metamorphic/more-padding
May also fail: oracle/sizes, oracle/numbers, edge/small-sizes, edge/faulty-token, perturb/padding,
  stability/small-dtypes
Policies: empty_row=inconsistent
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    mask = np.asarray(mask, dtype=bool)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    out = np.zeros((x.shape[0], x.shape[2]))
    for b, length in enumerate(mask.sum(axis=1)):
        if length > 0:
            out[b] = x[b, :length].mean(axis=0)
    return out
