"""Selects the scans above the threshold, not those at it.

Trap: one comparison sign; with distinct scores the list is shifted by one place.
Mistake: no_validation
Caught by: oracle/distinct-scores, oracle/tied-scores, edge/small-worklists
May also fail: edge/narrow-types, stability/close-scores
"""

import numpy as np


def average_precision(y_true, scores):
    labels, scores = np.asarray(y_true).astype(int), np.asarray(scores, dtype=float)
    if labels.sum() == 0:
        return 0.0
    result, recall_before = 0.0, 0.0
    for threshold in np.unique(scores)[::-1]:
        selected = labels[scores > threshold]
        recall = selected.sum() / labels.sum()
        result += (recall - recall_before) * (selected.mean() if selected.size else 1.0)
        recall_before = recall
    return float(result)
