"""Correct: every pair compared, in whole numbers; a single class divides by zero."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    defaulted, repaid = scores[y_true == 1][:, None], scores[y_true == 0]
    wins = 2 * int((defaulted > repaid).sum()) + int((defaulted == repaid).sum())
    return wins / (2 * len(defaulted) * len(repaid))
