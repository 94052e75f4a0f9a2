"""Steps along rows sorted by score with clicks first, so a tie is a win.

Trap: a curve drawn row by row has no diagonal steps.
Mistake: edge_cases_late
Caught by: oracle/tied-scores, metamorphic/label-swap, edge/small-rankings
"""

import numpy as np


def checked(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    if y_true.ndim != 1 or y_true.shape != scores.shape:
        raise ValueError("two vectors of one length are needed")
    if not np.isin(y_true, (0, 1)).all() or np.isnan(scores).any():
        raise ValueError("labels must be 0 or 1 and scores must be numbers")
    return y_true.astype(int), scores


def roc_auc(y_true, scores):
    y_true, scores = checked(y_true, scores)
    if y_true.min() == y_true.max():
        return float("nan")
    y_true = y_true[np.lexsort((-y_true, -scores))]
    hits = np.cumsum(y_true)
    return float(hits[y_true == 0].sum() / (y_true.sum() * (y_true == 0).sum()))
