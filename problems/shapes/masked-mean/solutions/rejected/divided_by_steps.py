"""The padded length as the divisor.

Trap: zeros of the padding are averaged in.
Mistake: wrong_objective
Caught by: oracle/padded, oracle/scattered, metamorphic/more-padding
May also fail: oracle/sizes, oracle/numbers, edge/small-sizes, stability/small-dtypes, edge/faulty-token
Policies: empty_row=inconsistent
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    mask = np.asarray(mask, dtype=bool)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    return np.where(mask[:, :, None], x, 0.0).mean(axis=1)
