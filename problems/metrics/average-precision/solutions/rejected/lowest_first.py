"""Walks from the lowest score up.

Trap: `argsort` is ascending, and the most suspicious scan comes last.
Mistake: wrong_objective
Caught by: oracle/distinct-scores, oracle/tied-scores, oracle/long-worklist, edge/small-worklists
May also fail: edge/narrow-types, stability/close-scores
"""

import numpy as np


def average_precision(y_true, scores):
    labels = np.asarray(y_true, dtype=float)
    if labels.sum() == 0:
        return 0.0
    _, level, rows = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    gained = np.bincount(level, weights=labels)
    precision = gained.cumsum() / rows.cumsum()
    return float(np.dot(gained, precision) / labels.sum())
