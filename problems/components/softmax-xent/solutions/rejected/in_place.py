"""Trap: shifts the caller's array in place.

Mistake: none
Caught by: hygiene/inputs
May also fail: edge/small
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
    logits -= logits.max(axis=1, keepdims=True)
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    grad = np.exp(log_p)
    rows = np.arange(n)
    loss = -np.mean(log_p[rows, y])
    grad[rows, y] -= 1
    return loss, grad / n
