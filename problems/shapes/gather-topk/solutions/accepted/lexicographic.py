"""Score and index as two sort keys over all hypotheses, utterances as the first key."""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    b, n = scores.shape
    row = np.repeat(np.arange(b), n)
    column = np.tile(np.arange(n), b)
    order = np.lexsort((column, -scores.ravel(), row)).reshape(b, n)[:, :k]
    return items.reshape(b * n, items.shape[2])[order]
