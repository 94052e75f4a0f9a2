"""Trap: selects the best k without regard to ties at the border, then sorts them.

Mistake: edge_cases_late
Caught by: oracle/ties
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    chosen = np.sort(np.argpartition(-scores, k - 1, axis=1)[:, :k], axis=1)
    values = np.take_along_axis(scores, chosen, axis=1)
    order = np.take_along_axis(chosen, np.argsort(-values, axis=1, kind="stable"), axis=1)
    return np.take_along_axis(items, order[:, :, None], axis=1)
