"""The mean, over findings, of the precision at that finding's own score.

Policies: no_positives=raise.
"""

import numpy as np


def count_at_least(thresholds, values):
    return len(values) - np.searchsorted(np.sort(values), thresholds)


def average_precision(y_true, scores):
    scores = np.asarray(scores, dtype=float)
    of_findings = scores[np.asarray(y_true) == 1]
    if not of_findings.size:
        raise ValueError("average precision needs at least one finding")
    precision = count_at_least(of_findings, of_findings) / count_at_least(of_findings, scores)
    return float(precision.mean())
