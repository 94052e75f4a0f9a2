"""Mann-Whitney: average ranks from np.unique, rank sum of the clicked rows. Open point: with only one class present this version raises ValueError."""
import numpy as np


def roc_auc(y_true, scores):
    y, s = np.asarray(y_true), np.asarray(scores)
    if y.ndim != 1 or s.ndim != 1 or len(y) != len(s):
        raise ValueError("two one-dimensional arguments of one length are needed")
    if not np.isin(y, [0, 1]).all():
        raise ValueError("labels must be 0 or 1")
    if np.isnan(s).any():
        raise ValueError("NaN score")
    pos = y == 1
    n_pos = int(pos.sum())
    n_neg = len(y) - n_pos
    if n_pos == 0 or n_neg == 0:
        raise ValueError("AUC needs both classes")
    _, inverse, counts = np.unique(s, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)                      # rank of the last row of each group
    rank2 = 2 * last - counts + 1                 # twice the average rank
    u2 = int(rank2[inverse.ravel()][pos].sum()) - n_pos * (n_pos + 1)
    return float(u2 / (2 * n_pos * n_neg))
