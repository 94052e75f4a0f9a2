"""Nothing to find, so nothing was missed: 1.0.

Trap: a night without findings lifts the average of a useless model.
Mistake: edge_cases_late
Caught by: policy/no_positives, edge/no-findings
"""

import numpy as np


def average_precision(y_true, scores):
    labels = np.asarray(y_true, dtype=float)
    if labels.sum() == 0:
        return 1.0
    _, level, rows = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    gained = np.bincount(level, weights=labels)[::-1]
    return float(np.dot(gained, gained.cumsum() / rows[::-1].cumsum()) / labels.sum())
