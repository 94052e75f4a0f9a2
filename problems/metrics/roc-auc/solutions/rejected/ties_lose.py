"""Counts only strictly lower scores, so a tie is a loss.

Trap: the greater-than sign of the definition without its middle case.
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
    positive, negative = scores[y_true == 1], np.sort(scores[y_true == 0])
    if not len(positive) or not len(negative):
        raise ValueError("both classes are needed")
    return float(np.searchsorted(negative, positive, side="left").sum() / (len(positive) * len(negative)))
