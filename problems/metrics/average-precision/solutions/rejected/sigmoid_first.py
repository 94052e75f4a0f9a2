"""Turns the scores into probabilities before ranking them.

Trap: far from zero the sigmoid saturates, and different scores become equal.
Mistake: wrong_objective
Caught by: stability/close-scores, metamorphic/other-scale
May also fail: edge/narrow-types
"""

import numpy as np


def average_precision(y_true, scores):
    labels = np.asarray(y_true, dtype=float)
    if labels.sum() == 0:
        return 0.0
    with np.errstate(over="ignore"):
        probability = 1.0 / (1.0 + np.exp(-np.asarray(scores, dtype=float)))
    _, level, rows = np.unique(probability, return_inverse=True, return_counts=True)
    gained = np.bincount(level, weights=labels)[::-1]
    return float(np.dot(gained, gained.cumsum() / rows[::-1].cumsum()) / labels.sum())
