"""Trap: fills a gradient that takes its dtype from the logits; whole-number logits cut it to zeros.

Mistake: shapes_assumed
Caught by: hygiene/inputs, edge/small
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
    grad = np.zeros_like(logits)
    loss = 0.0
    for i in range(n):
        shifted = logits[i] - logits[i].max()
        log_p = shifted - np.log(np.exp(shifted).sum())
        loss -= log_p[y[i]] / n
        grad[i] = np.exp(log_p) / n
        grad[i, y[i]] -= 1 / n
    return loss, grad
