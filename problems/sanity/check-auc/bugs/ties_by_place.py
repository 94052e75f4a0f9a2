"""Planted: a pair of equal scores is decided by which of the two rows comes later in the table."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    rank = np.empty(len(scores))
    rank[np.argsort(scores, kind="stable")] = np.arange(1, len(scores) + 1)
    n_pos = int((y_true == 1).sum())
    return float((rank[y_true == 1].sum() - n_pos * (n_pos + 1) / 2) / (n_pos * (len(scores) - n_pos)))
