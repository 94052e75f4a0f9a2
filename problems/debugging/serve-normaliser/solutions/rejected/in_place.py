"""Trap: scales the arrays of the caller in place.

Mistake: none
Caught by: hygiene/inputs
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
    std[std == 0] = 1.0
    for rows in requests:
        rows -= mean
        rows /= std
        rows[np.isnan(rows)] = 0.0
        np.clip(rows, -5.0, 5.0, out=rows)
    return requests
