"""Judges one threshold, 0.5, as if the scores were probabilities.

Trap: a threshold metric instead of a ranking metric.
Mistake: wrong_objective
Caught by: oracle/distinct-scores, oracle/tied-scores, metamorphic/other-scale, edge/small-rankings
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
    predicted = scores > 0.5
    sensitivity = predicted[y_true == 1].mean()
    specificity = (~predicted[y_true == 0]).mean()
    return float((sensitivity + specificity) / 2)
