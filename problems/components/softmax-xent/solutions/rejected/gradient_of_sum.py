"""Trap: forgets in the gradient that the loss is a mean.

Mistake: none
Caught by: gradient/own-loss, oracle/ordinary
May also fail: stability/scale, stability/extremes, edge/small
"""

import numpy as np


def softmax_xent(logits, y):
    logits = np.asarray(logits, dtype=float)
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
    loss = -np.mean(log_p[rows, y])
    grad[rows, y] -= 1
    return loss, grad
