"""Tells a night without findings by the sum of the labels as they came.

Trap: the decision about an undefined result is made before the unread scans are out.
Mistake: edge_cases_late
Caught by: edge/nothing-found-among-read
May also fail: oracle/unread-scans, metamorphic/drop-unread
"""

import numpy as np


def average_precision(y_true, scores):
    y_true, scores = np.asarray(y_true).astype(int), np.asarray(scores, dtype=float)
    if y_true.sum() == 0:
        return 0.0
    labels, scores = y_true[y_true >= 0].astype(float), scores[y_true >= 0]
    with np.errstate(invalid="ignore"):
        _, level, rows = np.unique(scores, return_inverse=True, return_counts=True)
        gained = np.bincount(level, weights=labels)[::-1]
        return float(np.dot(gained, gained.cumsum() / rows[::-1].cumsum()) / labels.sum())
