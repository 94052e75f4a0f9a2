"""Planted: the accuracy at a threshold of 0.5 is reported for the area under the curve."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    return float(np.mean((scores >= 0.5) == (y_true == 1)))
