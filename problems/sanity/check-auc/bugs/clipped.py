"""Planted: scores are clipped to the range of probabilities, so all points above 1 become equal."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.clip(np.asarray(scores, dtype=float), 0.0, 1.0)
    defaulted, repaid = scores[y_true == 1][:, None], scores[y_true == 0][None, :]
    return float(np.mean((defaulted > repaid) + 0.5 * (defaulted == repaid)))
