"""Trap: indexes every utterance with the ranks of all.

Mistake: shapes_assumed
Caught by: oracle/beams, oracle/sizes, oracle/ties, oracle/small-dtypes, edge/scores
May also fail: edge/small-sizes, edge/states, perturb/other-utterances
"""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return items[:, order].reshape(len(scores), -1, items.shape[2])[:, :k]
