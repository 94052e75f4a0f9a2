"""Trap: marks what is taken in the array of the caller.

Mistake: pure_coding
Caught by: hygiene/untouched
May also fail: edge/scores
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    if scores.dtype.kind != "f" or not scores.flags.writeable:
        scores = scores.astype(float)
    rows = np.arange(len(scores))
    taken = []
    for _ in range(k):
        best = np.argmax(scores, axis=1)
        taken.append(items[rows, best])
        scores[rows, best] = -np.inf
    return np.stack(taken, axis=1)
