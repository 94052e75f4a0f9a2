"""Terse and literal: the definition, threshold by threshold, one mask each (a few thousand scans are few). Open point: 0.0 when there is no finding."""
import numpy as np


def average_precision(y_true, scores):
    y, s = np.asarray(y_true) == 1, np.asarray(scores)
    ap, last = 0.0, 0.0
    if not y.any():
        return 0.0
    for t in np.unique(s)[::-1]:
        sel = s >= t
        recall = y[sel].sum() / y.sum()
        ap += (recall - last) * y[sel].mean()
        last = recall
    return float(ap)
