"""The best of those that are left, k times, with a separate record of what is taken."""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    rows = np.arange(len(scores))
    left = np.ones(scores.shape, dtype=bool)
    out = np.empty((len(scores), k, items.shape[2]))
    for rank in range(k):
        top = np.max(scores, axis=1, where=left, initial=-np.inf)
        best = np.argmax(left & (scores == top[:, None]), axis=1)
        left[rows, best] = False
        out[:, rank] = items[rows, best]
    return out
