"""Trap: marks what is taken with minus infinity, which pruned hypotheses have as well.

Mistake: edge_cases_late
Caught by: edge/scores
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    scores, rows = scores.copy(), np.arange(len(scores))
    picked = []
    for _ in range(k):
        best = scores.argmax(axis=1)
        picked.append(items[rows, best])
        scores[rows, best] = -np.inf
    return np.stack(picked, axis=1)
