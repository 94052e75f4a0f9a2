"""Trap: takes the maximum off in the type of the logits, where the differences of small integers wrap around.

Mistake: shapes_assumed
Caught by: edge/small
"""

import numpy as np


def softmax_xent(logits, y):
    logits = np.asarray(logits)
    y = np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0:
        raise ValueError("logits must be [n, c]")
    n, c = logits.shape
    if y.shape != (n,) or y.min() < 0 or y.max() >= c:
        raise ValueError("y must be [n] with labels in 0..c-1")
    rows = np.arange(n)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    grad = np.exp(log_p)
    grad[rows, y] -= 1.0
    return float(-log_p[rows, y].mean()), grad.astype(float) / n
