"""A stable sort of the negated scores, then a pick along the second axis."""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    order = np.argsort(-scores, kind="stable")[:, :k]
    return np.take_along_axis(items, order[:, :, None], axis=1)
