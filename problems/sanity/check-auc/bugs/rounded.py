"""Planted: scores are rounded to three decimals before they are compared, so close ones become equal."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.round(np.asarray(scores, dtype=float), 3)
    defaulted, repaid = scores[y_true == 1][:, None], scores[y_true == 0][None, :]
    return float(np.mean((defaulted > repaid) + 0.5 * (defaulted == repaid)))
