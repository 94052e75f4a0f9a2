"""Scores within a relative distance of 1e-9 form one threshold.

Trap: a tolerance where the contract says exactly equal.
Mistake: edge_cases_late
Caught by: stability/close-scores
"""

import numpy as np


def average_precision(y_true, scores):
    labels, scores = np.asarray(y_true).astype(int), np.asarray(scores, dtype=float)
    if labels.sum() == 0:
        return 0.0
    order = np.argsort(-scores, kind="stable")
    labels, scores = labels[order], scores[order]
    last_of_group = np.append(~np.isclose(scores[1:], scores[:-1], rtol=1e-9, atol=0.0), True)
    found = np.cumsum(labels)[last_of_group]
    precision = found / (np.flatnonzero(last_of_group) + 1)
    return float(np.sum(np.diff(found, prepend=0) * precision) / labels.sum())
