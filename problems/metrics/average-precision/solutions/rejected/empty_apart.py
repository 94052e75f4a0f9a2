"""A night without findings gives NaN, a night without scans 0.

Trap: two ways to have no finding, treated in two ways.
Mistake: edge_cases_late
Caught by: edge/no-findings
"""

import math

import numpy as np


def average_precision(y_true, scores):
    if len(scores) == 0:
        return 0.0
    labels = np.asarray(y_true, dtype=float)
    if labels.sum() == 0:
        return math.nan
    _, level, rows = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    gained = np.bincount(level, weights=labels)[::-1]
    return float(np.dot(gained, gained.cumsum() / rows[::-1].cumsum()) / labels.sum())
