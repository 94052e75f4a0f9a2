"""Compares labels with 1 and files the rest under quiet.

Trap: NaN is unequal to 1, so a missing label becomes a quiet night.
Mistake: edge_cases_late
Caught by: oracle/late-inspections, loud/nothing-inspected
May also fail: loud/arguments
"""

import numpy as np


def weighted_log_loss(y, p, weights):
    failed, p = np.asarray(y) == 1, np.clip(np.asarray(p, dtype=float), 1e-15, 1 - 1e-15)
    if isinstance(weights, str):
        counts = np.array([np.sum(~failed), np.sum(failed)])
        if counts.min() == 0:
            raise ValueError("balanced weights need rows of both classes")
        w = len(p) / (2 * counts[failed.astype(int)])
    else:
        w = np.asarray(weights, dtype=float)
    return np.average(-np.log(np.where(failed, p, 1 - p)), weights=w)
