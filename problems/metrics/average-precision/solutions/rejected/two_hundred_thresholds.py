"""Keeps two hundred thresholds where there are many.

Trap: quick and close, but an estimate; no small example takes this path.
Mistake: early_optimisation
Caught by: oracle/long-worklist
"""

import numpy as np

MOST_THRESHOLDS = 200


def average_precision(y_true, scores):
    labels, scores = np.asarray(y_true).astype(int), np.asarray(scores, dtype=float)
    if labels.sum() == 0:
        return 0.0
    thresholds = np.unique(scores)[::-1]
    if len(thresholds) > MOST_THRESHOLDS:
        kept = np.linspace(0, len(thresholds) - 1, MOST_THRESHOLDS).round().astype(int)
        thresholds = thresholds[kept]
    result, recall_before = 0.0, 0.0
    for threshold in thresholds:
        selected = labels[scores >= threshold]
        recall = selected.sum() / labels.sum()
        result += (recall - recall_before) * selected.mean()
        recall_before = recall
    return float(result)
