"""Each rise in recall is weighted with the precision of the threshold before it.

Trap: the rectangle hangs from the wrong side of the step.
Mistake: no_validation
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
    precision = np.append(1.0, found / rows[::-1].cumsum())
    recall = np.append(0.0, found / labels.sum())
    return float(np.sum(np.diff(recall) * precision[:-1]))
