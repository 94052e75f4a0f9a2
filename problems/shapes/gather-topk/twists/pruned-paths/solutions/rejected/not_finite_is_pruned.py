"""Trap: takes pinned hypotheses for pruned ones.

Mistake: edge_cases_late
Caught by: edge/pruned
May also fail: edge/scores
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    alive = np.isfinite(np.take_along_axis(scores, order, axis=1))
    return np.where(alive[:, :, None], np.take_along_axis(items, order[:, :, None], axis=1), 0.0)
