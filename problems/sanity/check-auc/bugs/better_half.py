"""Planted: a model that ranks backwards is reported as if it ranked forwards, max(auc, 1 - auc)."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    defaulted, repaid = scores[y_true == 1][:, None], scores[y_true == 0][None, :]
    area = float(np.mean((defaulted > repaid) + 0.5 * (defaulted == repaid)))
    return max(area, 1.0 - area)
