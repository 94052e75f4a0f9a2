"""Everything that is not 1 counts as not clicked, whatever it is.

Trap: a broken join gives a plausible number.
Mistake: edge_cases_late
Caught by: loud/foreign-labels
"""

import numpy as np


def roc_auc(y_true, scores):
    clicked, scores = np.asarray(y_true) == 1, np.asarray(scores, dtype=float)
    if clicked.ndim != 1 or clicked.shape != scores.shape:
        raise ValueError("two vectors of one length are needed")
    if np.isnan(scores).any():
        raise ValueError("a score is NaN")
    positive, negative = scores[clicked], np.sort(scores[~clicked])
    if not len(positive) or not len(negative):
        raise ValueError("both classes are needed")
    low = np.searchsorted(negative, positive, side="left").sum()
    high = np.searchsorted(negative, positive, side="right").sum()
    return float((low + high) / (2 * len(positive) * len(negative)))
