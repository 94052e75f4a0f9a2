"""Plain Python: sort the rows by score and walk through groups of equal scores, counting unclicked rows below. Open point: without a clicked or without an unclicked row the AUC is undefined, and this version returns NaN."""
import numpy as np


def _check(y_true, scores):
    y = np.asarray(y_true)
    s = np.asarray(scores)
    if y.ndim != 1 or s.ndim != 1:
        raise ValueError("arguments must be one-dimensional")
    if y.shape[0] != s.shape[0]:
        raise ValueError("lengths differ")
    y = y.tolist()
    s = s.tolist()
    for label in y:
        if label != 0 and label != 1:
            raise ValueError("a label is neither 0 nor 1")
    for score in s:
        if score != score:
            raise ValueError("a score is NaN")
    return y, s


def roc_auc(y_true, scores):
    y, s = _check(y_true, scores)
    n = len(y)
    order = sorted(range(n), key=lambda i: s[i])
    below = 0          # unclicked rows with a lower score
    twice_points = 0   # integer, so nothing is rounded before the end
    clicked = 0
    i = 0
    while i < n:
        j = i
        pos = neg = 0
        while j < n and s[order[j]] == s[order[i]]:
            if y[order[j]] == 1:
                pos += 1
            else:
                neg += 1
            j += 1
        twice_points += pos * (2 * below + neg)
        below += neg
        clicked += pos
        i = j
    if clicked == 0 or below == 0:
        return float("nan")
    return twice_points / (2 * clicked * below)
