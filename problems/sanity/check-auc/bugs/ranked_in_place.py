"""Planted: the caller's own scores are overwritten by their ranks, scaled to 0 to 1; the value itself is right."""
import numpy as np


def auc(y_true, scores):
    y, s = np.asarray(y_true), np.array(scores, dtype=float)
    order = sorted(range(len(s)), key=lambda i: s[i])
    for rank, row in enumerate(order, start=1):
        scores[row] = rank / (len(s) + 1)
    defaulted, repaid = s[y == 1][:, None], s[y == 0][None, :]
    return float(np.mean((defaulted > repaid) + 0.5 * (defaulted == repaid)))
