"""The area under the precision-recall curve.

Trap: the other curve with nearly the same name.
Mistake: wrong_objective
Caught by: oracle/distinct-scores, oracle/tied-scores, metamorphic/label-swap, edge/small-rankings
May also fail: oracle/large-table, stability/close-scores
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
        raise ValueError("both classes are needed")
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(y_true[order])
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    precision = hits[ends] / (ends + 1)
    recall = hits[ends] / hits[-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))
