"""Trap: squeezes extra axes away to be tolerant, and with them the axis of a single creative.

Mistake: shapes_assumed
Caught by: edge/small, loud/shapes
"""

import numpy as np


def softmax_xent(logits, y):
    logits = np.squeeze(np.asarray(logits, dtype=float))
    y = np.squeeze(np.asarray(y))
    if logits.ndim == 1:
        logits, y = logits[None, :], y[None]
    if logits.ndim != 2 or len(logits) == 0:
        raise ValueError("logits must be [n, c]")
    n, c = logits.shape
    if y.shape != (n,) or y.min() < 0 or y.max() >= c:
        raise ValueError("y must be [n] with labels in 0..c-1")
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    grad = np.exp(log_p)
    rows = np.arange(n)
    loss = -np.mean(log_p[rows, y])
    grad[rows, y] -= 1
    return loss, grad / n
