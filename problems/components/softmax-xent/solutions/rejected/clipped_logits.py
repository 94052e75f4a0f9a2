"""Trap: clips the logits to a range where the exponential is safe, and so computes another loss.

Mistake: none
Caught by: stability/scale, stability/extremes
May also fail: metamorphic/raised
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
    e = np.exp(np.clip(logits, -500, 500))
    log_p = np.clip(logits, -500, 500) - np.log(e.sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    loss = -np.mean(log_p[rows, y])
    p[rows, y] -= 1
    return loss, p / n
