"""Breaks ties with a little random noise.

Trap: another number on every call, and the caller's random state moves.
Mistake: edge_cases_late
Caught by: determinism/repeatable, oracle/tied-scores, oracle/long-worklist, metamorphic/read-twice,
    stability/close-scores, edge/small-worklists
May also fail: metamorphic/row-order, edge/narrow-types, hygiene/inputs
"""

import numpy as np


def average_precision(y_true, scores):
    labels, scores = np.asarray(y_true).astype(int), np.asarray(scores, dtype=float)
    if labels.sum() == 0:
        return 0.0
    noisy = scores + 1e-9 * np.random.random(len(scores))
    labels = labels[np.argsort(-noisy)]
    precision = np.cumsum(labels) / np.arange(1, len(labels) + 1)
    return float((precision * labels).sum() / labels.sum())
