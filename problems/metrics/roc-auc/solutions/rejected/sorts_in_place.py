"""Sorts the caller's scores in place.

Trap: `scores.sort()` works on the array that was handed in, and lists lose their labels with it.
Mistake: none
Caught by: hygiene/inputs
"""

import numpy as np


def roc_auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores)
    if y_true.ndim != 1 or y_true.shape != scores.shape:
        raise ValueError("two vectors of one length are needed")
    if not np.isin(y_true, (0, 1)).all() or np.isnan(scores).any():
        raise ValueError("labels must be 0 or 1 and scores must be numbers")
    clicked = scores[y_true == 1]
    if len(clicked) in (0, len(scores)):
        raise ValueError("both classes are needed")
    scores.sort()
    low = np.searchsorted(scores, clicked, side="left").sum()
    high = np.searchsorted(scores, clicked, side="right").sum()
    ranks = (low + high + len(clicked)) / 2
    return float((ranks - len(clicked) * (len(clicked) + 1) / 2) / (len(clicked) * (len(scores) - len(clicked))))
