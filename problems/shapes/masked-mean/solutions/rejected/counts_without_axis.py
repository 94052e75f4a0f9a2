"""Counts of shape [B] divide sums of shape [B, D].

Trap: right only by luck when B = D does not hold; when it does, feature j is divided by the length of query j.
Mistake: shapes_assumed
Caught by: oracle/sizes, oracle/padded
May also fail: oracle/scattered, oracle/numbers, edge/small-sizes, edge/faulty-token, perturb/padding, perturb/other-queries, metamorphic/more-padding, stability/small-dtypes, hygiene/untouched, hygiene/forms
Policies: empty_row=inconsistent
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    mask = np.asarray(mask, dtype=bool)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    total = np.where(mask[:, :, None], x, 0).sum(axis=1)
    return total / np.maximum(mask.sum(axis=1), 1)
