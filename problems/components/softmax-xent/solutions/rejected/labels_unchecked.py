"""Trap: leaves labels to the indexing: negative ones count from the end, large ones raise another error.

Mistake: edge_cases_late
Caught by: loud/labels
May also fail: loud/shapes
"""

import numpy as np


def softmax_xent(logits, y):
    logits = np.asarray(logits, dtype=float)
    y = np.asarray(y)
    n = len(logits)
    if logits.ndim != 2 or n == 0:
        raise ValueError("logits must be [n, c]")
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    grad = np.exp(log_p)
    rows = np.arange(n)
    loss = -np.mean(log_p[rows, y])
    grad[rows, y] -= 1
    return loss, grad / n
