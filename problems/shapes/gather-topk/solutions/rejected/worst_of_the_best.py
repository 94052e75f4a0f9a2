"""Trap: cuts the ascending order at the right end and forgets to turn it round.

Mistake: wrong_objective
Caught by: oracle/beams, oracle/sizes
May also fail: oracle/small-dtypes, edge/small-sizes, edge/scores, edge/states, oracle/ties
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    order = np.argsort(scores, axis=1, kind="stable")[:, -k:]
    return np.take_along_axis(items, order[:, :, None], axis=1)
