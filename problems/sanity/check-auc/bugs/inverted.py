"""Planted: the share of pairs in which the repaid loan has the higher score."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    defaulted, repaid = scores[y_true == 1], scores[y_true == 0]
    differences = repaid[None, :] - defaulted[:, None]
    return float(np.mean((differences > 0) + 0.5 * (differences == 0)))
