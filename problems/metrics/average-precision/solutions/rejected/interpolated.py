"""The precision at a recall is the best at that recall or beyond.

Trap: the interpolated variant of object detection and of older retrieval papers.
Mistake: wrong_objective
Caught by: oracle/distinct-scores, oracle/tied-scores, oracle/long-worklist, edge/small-worklists
May also fail: edge/narrow-types, stability/close-scores
"""

import numpy as np


def average_precision(y_true, scores):
    labels = np.asarray(y_true, dtype=float)
    if labels.sum() == 0:
        return 0.0
    _, level, rows = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    found = np.bincount(level, weights=labels)[::-1].cumsum()
    precision = found / rows[::-1].cumsum()
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(np.diff(found / labels.sum(), prepend=0.0) * envelope))
