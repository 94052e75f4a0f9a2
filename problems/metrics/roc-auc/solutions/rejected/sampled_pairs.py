"""Compares a fixed sample of pairs once there are many.

Trap: fast and repeatable, but an estimate; no small example takes this path.
Mistake: no_validation
Caught by: oracle/large-table
"""

import numpy as np

MOST_PAIRS = 1_000_000


def roc_auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    if y_true.ndim != 1 or y_true.shape != scores.shape:
        raise ValueError("two vectors of one length are needed")
    if not np.isin(y_true, (0, 1)).all() or np.isnan(scores).any():
        raise ValueError("labels must be 0 or 1 and scores must be numbers")
    positive, negative = scores[y_true == 1], scores[y_true == 0]
    if not len(positive) or not len(negative):
        raise ValueError("both classes are needed")
    if len(positive) * len(negative) <= MOST_PAIRS:
        left, right = positive[:, None], negative[None, :]
    else:
        rng = np.random.default_rng(0)
        left, right = rng.choice(positive, MOST_PAIRS), rng.choice(negative, MOST_PAIRS)
    return float((left > right).mean() + 0.5 * (left == right).mean())
