"""Trap: returns as many hypotheses as there are.

Mistake: edge_cases_late
Caught by: loud/k
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    order = np.argsort(-scores, axis=1, kind="stable")[:, : max(1, min(k, scores.shape[1]))]
    return np.take_along_axis(items, order[:, :, None], axis=1)
