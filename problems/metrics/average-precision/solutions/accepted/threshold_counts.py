"""Counts per distinct score, accumulated from the highest down. Policies: no_positives=zero."""

import numpy as np


def average_precision(y_true, scores):
    labels = np.asarray(y_true, dtype=float)
    total = labels.sum()
    if not total:
        return 0.0
    _, level, rows = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    gained = np.bincount(level, weights=labels)[::-1]
    precision = gained.cumsum() / rows[::-1].cumsum()
    return float(gained @ precision / total)
