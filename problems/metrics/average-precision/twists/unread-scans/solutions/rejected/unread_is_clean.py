"""Unread scans count as scans without a finding.

Trap: a missing label is taken for a zero.
Mistake: wrong_objective
Caught by: oracle/unread-scans, metamorphic/drop-unread, edge/nothing-found-among-read
"""

import numpy as np


def average_precision(y_true, scores):
    labels = (np.asarray(y_true) == 1).astype(float)
    if labels.sum() == 0:
        return 0.0
    _, level, rows = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    gained = np.bincount(level, weights=labels)[::-1]
    return float(np.dot(gained, gained.cumsum() / rows[::-1].cumsum()) / labels.sum())
