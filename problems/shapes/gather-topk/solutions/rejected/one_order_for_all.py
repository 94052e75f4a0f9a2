"""Trap: takes the order of the first utterance for all of them.

Mistake: shapes_assumed
Caught by: oracle/beams, perturb/other-utterances
May also fail: oracle/sizes, oracle/ties, oracle/small-dtypes, edge/small-sizes, edge/scores, edge/states
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    order = np.argsort(-scores, axis=1, kind="stable")
    return items[:, order[0, :k]] if len(order) else np.zeros((0, k, items.shape[2]))
