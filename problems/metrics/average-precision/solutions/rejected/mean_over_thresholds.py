"""The plain mean of the precisions at all thresholds.

Trap: the name of the metric taken literally; thresholds that add no finding count too.
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
    return float((found / rows[::-1].cumsum()).mean())
