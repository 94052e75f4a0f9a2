"""Planted: a pair of equal scores counts 1, as if the defaulted loan had been ranked higher."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    defaulted, repaid = scores[y_true == 1], scores[y_true == 0]
    return float(np.mean(defaulted[:, None] >= repaid[None, :]))
