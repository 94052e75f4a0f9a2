"""Planted: scores are stored with 32 bits, so some of the closest become equal."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=np.float32)
    defaulted, repaid = scores[y_true == 1][:, None], scores[y_true == 0][None, :]
    return float(np.mean((defaulted > repaid) + 0.5 * (defaulted == repaid)))
