"""Trap: selects the best k without an order among them.

Mistake: wrong_objective
Caught by: oracle/ties
May also fail: oracle/small-dtypes
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    order = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    return np.take_along_axis(items, order[:, :, None], axis=1)
