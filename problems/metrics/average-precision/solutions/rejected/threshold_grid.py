"""Steps through a hundred thresholds between 0 and 1.

Trap: the scores are raw outputs, and between two points of a grid there may be many of them.
Mistake: wrong_objective
Caught by: oracle/distinct-scores, metamorphic/other-scale, stability/close-scores, oracle/long-worklist
May also fail: oracle/tied-scores, edge/small-worklists, edge/narrow-types
"""

import numpy as np


def average_precision(y_true, scores):
    labels, scores = np.asarray(y_true).astype(int), np.asarray(scores, dtype=float)
    if labels.sum() == 0:
        return 0.0
    result, recall_before = 0.0, 0.0
    for threshold in np.linspace(1.0, 0.0, 101):
        selected = labels[scores >= threshold]
        if selected.size:
            recall = selected.sum() / labels.sum()
            result += (recall - recall_before) * selected.mean()
            recall_before = recall
    return float(result)
