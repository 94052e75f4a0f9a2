"""Planted: argsort, which lists rows in order, is used as if it gave each row its rank; ties are averaged over."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    rank = np.argsort(scores, kind="stable") + 1.0
    _, group = np.unique(scores, return_inverse=True)
    rank = (np.bincount(group, weights=rank) / np.bincount(group))[group]
    n_pos = int((y_true == 1).sum())
    area = (rank[y_true == 1].sum() - n_pos * (n_pos + 1) / 2) / (n_pos * (len(scores) - n_pos))
    return float(min(max(area, 0.0), 1.0))
