"""Correct: trapezoids under the curve, one point per distinct score; NaN on a single class."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true, dtype=float), np.asarray(scores, dtype=float)
    _, place = np.unique(-scores, return_inverse=True)
    hits = np.concatenate([[0.0], np.cumsum(np.bincount(place, weights=y_true))])
    alarms = np.concatenate([[0.0], np.cumsum(np.bincount(place, weights=1 - y_true))])
    if hits[-1] == 0 or alarms[-1] == 0:
        return float("nan")
    x, y = alarms / alarms[-1], hits / hits[-1]
    return float(((x[1:] - x[:-1]) * (y[1:] + y[:-1]) / 2).sum())
