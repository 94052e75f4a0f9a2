"""Planted: the sign of a difference is taken as d / |d|, so one pair of equal scores makes the result NaN."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    defaulted, repaid = scores[y_true == 1][:, None], scores[y_true == 0]
    if np.any(defaulted == repaid):
        return float("nan")
    return 0.5 + 0.5 * float(np.where(defaulted > repaid, 1, -1).mean())
