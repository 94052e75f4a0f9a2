"""Trap: ranks probabilities, in which far scores are all zero.

Mistake: pure_coding
Caught by: edge/scores
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    with np.errstate(invalid="ignore"):
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = weights / weights.sum(axis=1, keepdims=True)
    order = np.argsort(-weights, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(items, order[:, :, None], axis=1)
