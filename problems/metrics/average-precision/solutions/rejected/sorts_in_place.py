"""Sorts the caller's arrays to have them in order.

Trap: the worklist is shared, and slices that are assigned to write into it.
Mistake: none
Caught by: hygiene/inputs
"""

import numpy as np


def average_precision(y_true, scores):
    if not np.any(y_true):
        return 0.0
    scores, labels = np.asarray(scores), np.asarray(y_true)
    order = np.argsort(-scores.astype(float), kind="stable")
    scores[:], labels[:] = scores[order], labels[order]
    labels = labels.astype(float)
    ends = np.append(np.flatnonzero(scores[1:] != scores[:-1]), len(scores) - 1)
    found = np.cumsum(labels)[ends]
    return float(np.sum(np.diff(found, prepend=0.0) * (found / (ends + 1))) / labels.sum())
