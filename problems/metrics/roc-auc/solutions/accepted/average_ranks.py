"""Rank sum with average ranks from the sizes of groups of equal scores. Policies: single_class=raise."""

import numpy as np


def roc_auc(y_true, scores):
    y_true = np.asarray(y_true)
    scores = np.asarray(scores, dtype=float)
    if y_true.ndim != 1 or scores.ndim != 1 or len(y_true) != len(scores):
        raise ValueError("y_true and scores must be one-dimensional and equally long")
    if not np.isin(y_true, (0, 1)).all():
        raise ValueError("labels must be 0 or 1")
    if np.isnan(scores).any():
        raise ValueError("scores must not be NaN")

    clicked = y_true == 1
    n_clicked = int(clicked.sum())
    n_other = len(y_true) - n_clicked
    if n_clicked == 0 or n_other == 0:
        raise ValueError("AUC is undefined with a single class")

    _, group, sizes = np.unique(scores, return_inverse=True, return_counts=True)
    last_rank = np.cumsum(sizes)
    average_rank = last_rank - (sizes - 1) / 2
    rank_sum = average_rank[group][clicked].sum()
    return float((rank_sum - n_clicked * (n_clicked + 1) / 2) / (n_clicked * n_other))
