"""Adds labels in the type in which they come.

Trap: the count of findings wraps at 256 when labels are stored as bytes.
Mistake: edge_cases_late
Caught by: edge/narrow-types
"""

import numpy as np


def average_precision(y_true, scores):
    labels, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    if not labels.any():
        return 0.0
    order = np.argsort(-scores, kind="stable")
    labels, scores = labels[order], scores[order]
    found = np.zeros_like(labels)
    running = labels.dtype.type(0)
    with np.errstate(over="ignore"):
        for row, label in enumerate(labels):
            running = running + label
            found[row] = running
    ends = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    precision = found[ends] / (ends + 1)
    recall = found[ends] / found[-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))
