"""Every row is a threshold of its own.

Trap: after a stable sort, rows with equal scores count in the order in which they happened to arrive.
Mistake: edge_cases_late
Caught by: oracle/tied-scores, oracle/long-worklist, metamorphic/row-order, metamorphic/read-twice, edge/small-worklists
May also fail: edge/narrow-types
"""

import numpy as np


def average_precision(y_true, scores):
    labels, scores = np.asarray(y_true).astype(int), np.asarray(scores, dtype=float)
    if labels.sum() == 0:
        return 0.0

    labels = labels[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(labels) / np.arange(1, len(labels) + 1)
    return float((precision * labels).sum() / labels.sum())
