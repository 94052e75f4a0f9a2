"""Trap: rewrites the statistics with the sample standard deviation.

Mistake: none
Caught by: oracle/ordinary
May also fail: edge/missing, edge/limits, edge/constant, edge/empty
"""

import numpy as np

BUG_LINES = [31]
IMPACT = ["Each request was scaled by its own statistics: a ward of one patient became all zeros, so nobody looked ill."]


def witness():
    history = np.array([[60.0, 36.0], [80.0, 38.0]])
    return history, [np.array([[90.0, 40.0]])]


def serve(history, requests):
    mean = np.nanmean(history, axis=0)
    std = np.nanstd(history, axis=0, ddof=1) if len(history) > 1 else np.ones_like(mean)
    std = np.where(std > 0, std, 1.0)
    return [np.nan_to_num(np.clip((rows - mean) / std, -5.0, 5.0)) for rows in requests]
