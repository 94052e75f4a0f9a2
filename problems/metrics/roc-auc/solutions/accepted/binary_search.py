"""Two binary searches of the clicked scores among the sorted others. Policies: single_class=raise."""

import numpy as np


def validated(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores)
    if y_true.ndim != 1 or y_true.shape != scores.shape:
        raise ValueError("y_true and scores must be vectors of the same length")
    if set(np.unique(y_true).tolist()) - {0, 1}:
        raise ValueError("labels must be 0 or 1")
    if np.isnan(scores).any():
        raise ValueError("scores contain NaN")
    return y_true.astype(bool), scores


def roc_auc(y_true, scores):
    clicked, scores = validated(y_true, scores)
    positive, negative = scores[clicked], np.sort(scores[~clicked])
    if positive.size == 0 or negative.size == 0:
        raise ValueError("both classes are needed")
    wins = np.searchsorted(negative, positive, side="left")
    wins_and_ties = np.searchsorted(negative, positive, side="right")
    return float((wins.sum() + wins_and_ties.sum()) / (2 * positive.size * negative.size))
