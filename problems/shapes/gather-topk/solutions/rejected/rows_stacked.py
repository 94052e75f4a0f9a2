"""Trap: stacks the utterances, of which there must be at least one.

Mistake: edge_cases_late
Caught by: edge/small-sizes
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    return np.stack([items[b][np.argsort(-row, kind="stable")[:k]] for b, row in enumerate(scores)])
