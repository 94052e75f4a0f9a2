"""Planted: the caller's own table is sorted by score; the value itself is right."""
import numpy as np


def auc(y_true, scores):
    order = sorted(range(len(scores)), key=lambda i: scores[i])
    y_true[:], scores[:] = [y_true[i] for i in order], [scores[i] for i in order]
    y, s = np.asarray(y_true), np.asarray(scores, dtype=float)
    defaulted, repaid = s[y == 1][:, None], s[y == 0][None, :]
    return float(np.mean((defaulted > repaid) + 0.5 * (defaulted == repaid)))
