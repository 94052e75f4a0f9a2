"""Vectorised: np.unique gives the distinct scores, bincount the scans and findings at each. Open point: without a finding the recall is 0/0, so this version returns NaN, for an empty night as well."""
import numpy as np


def average_precision(y_true, scores):
    y = np.asarray(y_true).astype(bool)
    s = np.asarray(scores)
    total = int(np.count_nonzero(y))
    if total == 0:
        return float("nan")
    levels, inverse = np.unique(s, return_inverse=True)
    inverse = inverse.ravel()
    scans = np.bincount(inverse, minlength=len(levels))[::-1]
    found = np.bincount(inverse[y], minlength=len(levels))[::-1]
    precision = np.cumsum(found) / np.cumsum(scans)
    return float(np.sum(found * precision) / total)
