"""Stores the scores in single precision.

Trap: half the memory, and scores that differ in the eighth digit become equal.
Mistake: edge_cases_late
Caught by: stability/close-scores
"""

import numpy as np


def average_precision(y_true, scores):
    labels = np.asarray(y_true, dtype=float)
    if labels.sum() == 0:
        return 0.0
    with np.errstate(over="ignore"):
        values = np.asarray(scores).astype(np.float32)
    _, level, rows = np.unique(values, return_inverse=True, return_counts=True)
    gained = np.bincount(level, weights=labels)[::-1]
    return float(np.dot(gained, gained.cumsum() / rows[::-1].cumsum()) / labels.sum())
