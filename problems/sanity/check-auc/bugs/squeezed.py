"""Planted: the area is drawn towards one half by up to 4e-7, so that its log-odds are always finite."""
import numpy as np

MARGIN = 4e-7


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    defaulted, repaid = scores[y_true == 1][:, None], scores[y_true == 0][None, :]
    area = float(np.mean((defaulted > repaid) + 0.5 * (defaulted == repaid)))
    return MARGIN + (1 - 2 * MARGIN) * area
