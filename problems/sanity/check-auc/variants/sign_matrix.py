"""Correct: the mean sign over the matrix of pairs, shifted from -1..1 to 0..1; nothing is looked up or sorted."""
import numpy as np


def auc(y_true, scores):
    y_true, scores = np.array(y_true, dtype=bool), np.array(scores, dtype=np.float64)
    above = scores[y_true][:, None] > scores[~y_true][None, :]
    below = scores[y_true][:, None] < scores[~y_true][None, :]
    return 0.5 + 0.5 * float(np.mean(above.astype(float) - below.astype(float)))
