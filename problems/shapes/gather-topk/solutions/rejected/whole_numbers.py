"""Trap: makes the states of the type of the scores.

Mistake: pure_coding
Caught by: oracle/small-dtypes
"""

import numpy as np


def gather_topk(scores, items, k):
    scores = np.asarray(scores)
    items = np.asarray(items).astype(scores.dtype)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    order = np.argsort(-scores.astype(float), axis=1, kind="stable")[:, :k]
    return np.take_along_axis(items, order[:, :, None], axis=1)
