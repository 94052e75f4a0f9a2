"""Planted: scores outside 0 to 1 are refused with ValueError, as if only probabilities were allowed."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    if scores.min() < 0 or scores.max() > 1:
        raise ValueError("scores must be probabilities")
    defaulted, repaid = scores[y_true == 1][:, None], scores[y_true == 0][None, :]
    return float(np.mean((defaulted > repaid) + 0.5 * (defaulted == repaid)))
