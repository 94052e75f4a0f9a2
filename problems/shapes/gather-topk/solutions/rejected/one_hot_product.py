"""Trap: multiplies with a one-hot matrix, in which zero times NaN is NaN.

Mistake: edge_cases_late
Caught by: edge/states
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    picks = np.eye(scores.shape[1])[order]
    return picks @ items
