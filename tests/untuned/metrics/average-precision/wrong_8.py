"""Mistake: off by one, the lowest threshold is left out because "there everything is selected anyway". Violates the sum over k = 1..m. Shows on y = [0, 1], s = [2.0, 1.0]: 0.0 instead of 0.5."""
import numpy as np


def average_precision(y_true, scores):
    y = np.asarray(y_true).astype(bool)
    s = np.asarray(scores)
    total = np.count_nonzero(y)
    if total == 0:
        return 0.0
    thresholds = np.unique(s)[::-1]
    ap = previous = 0.0
    for k in range(len(thresholds) - 1):
        chosen = s >= thresholds[k]
        hits = np.count_nonzero(y & chosen)
        recall = hits / total
        ap += (recall - previous) * hits / np.count_nonzero(chosen)
        previous = recall
    return float(ap)
