"""Trap: rewrites the scaling and loses the limits.

Mistake: edge_cases_late
Caught by: edge/limits
May also fail: oracle/ordinary, edge/constant, edge/missing
"""

import numpy as np

BUG_LINES = [31]
IMPACT = ["Each request was scaled by its own statistics: a ward of one patient became all zeros, so nobody looked ill."]


def witness():
    history = np.array([[60.0, 36.0], [80.0, 38.0]])
    return history, [np.array([[90.0, 40.0]])]


def serve(history, requests):
    mean = np.nanmean(history, axis=0)
    std = np.nanstd(history, axis=0)
    std = np.where(std > 0, std, 1.0)
    return [np.nan_to_num((rows - mean) / std, nan=0.0) for rows in requests]
