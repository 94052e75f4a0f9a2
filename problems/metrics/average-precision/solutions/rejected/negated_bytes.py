"""Negates the scores in the type in which they come.

Trap: minus one is 255 in an unsigned byte, and minus nothing stays on top.
Mistake: edge_cases_late
Caught by: edge/narrow-types
"""

import numpy as np


def average_precision(y_true, scores):
    labels, scores = np.asarray(y_true).astype(int), np.asarray(scores)
    if labels.sum() == 0:
        return 0.0
    order = np.argsort(-scores, kind="stable")
    labels, scores = labels[order], scores[order]
    ends = np.append(np.flatnonzero(scores[1:] != scores[:-1]), len(scores) - 1)
    found = np.cumsum(labels)[ends]
    return float(np.sum(np.diff(found, prepend=0) * (found / (ends + 1))) / labels.sum())
