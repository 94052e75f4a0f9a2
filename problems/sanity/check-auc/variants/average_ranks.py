"""Correct: the rank sum of the defaulted loans, equal scores sharing their average rank; one half on a single class."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true) == 1, np.asarray(scores, dtype=float)
    _, group, size = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(size)
    rank = (last - (size - 1) / 2)[group]
    n_pos, n_neg = int(y_true.sum()), int((~y_true).sum())
    if n_pos == 0 or n_neg == 0:
        return 0.5
    return float((rank[y_true].sum() - n_pos * (n_pos + 1) / 2) / (n_pos * n_neg))
