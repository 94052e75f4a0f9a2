"""Trap: adds a small number inside the logarithm, which caps the loss of hopeless rows.

Mistake: none
Caught by: stability/scale, stability/extremes
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
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[rows, y] + 1e-12))
    p[rows, y] -= 1
    return loss, p / n
