"""Differences of the recalls, without the step from zero.

Trap: `np.diff` of m recalls has m - 1 items, and what is at the very top falls away.
Mistake: shapes_assumed
Caught by: oracle/distinct-scores, oracle/tied-scores, edge/small-worklists
May also fail: oracle/long-worklist, edge/narrow-types, stability/close-scores
"""

import numpy as np


def average_precision(y_true, scores):
    labels = np.asarray(y_true, dtype=float)
    if labels.sum() == 0:
        return 0.0
    _, level, rows = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    found = np.bincount(level, weights=labels)[::-1].cumsum()
    precision = found / rows[::-1].cumsum()
    return float(np.sum(np.diff(found / labels.sum()) * precision[1:]))
