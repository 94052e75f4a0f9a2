"""Trap: guards the division with a tiny number, so a constant feature jumps to the limits.

Mistake: none
Caught by: edge/constant
"""

import numpy as np

BUG_LINES = [31]
IMPACT = ["Each request was scaled by its own statistics: a ward of one patient became all zeros, so nobody looked ill."]


def witness():
    history = np.array([[60.0, 36.0], [80.0, 38.0]])
    return history, [np.array([[90.0, 40.0]])]


def serve(history, requests):
    mean = np.nanmean(history, axis=0)
    std = np.maximum(np.nanstd(history, axis=0), 1e-8)
    return [np.nan_to_num(np.clip((rows - mean) / std, -5.0, 5.0)) for rows in requests]
