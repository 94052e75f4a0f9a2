"""Vectorised log-softmax: row maximum off, log of the sum, gradient in place on a fresh array of probabilities."""
import numpy as np


def softmax_xent(logits, y):
    z = np.asarray(logits, dtype=np.float64)
    y = np.asarray(y)
    if z.ndim != 2 or len(z) == 0:
        raise ValueError("logits")
    n, c = z.shape
    if y.shape != (n,):
        raise ValueError("y")
    if y.min() < 0 or y.max() >= c:
        raise ValueError("label outside 0..c-1")
    y = y.astype(np.intp)
    logp = z - z.max(axis=1, keepdims=True)
    logp -= np.log(np.exp(logp).sum(axis=1, keepdims=True))
    rows = np.arange(n)
    grad = np.exp(logp)
    grad[rows, y] -= 1.0
    grad /= n
    return float(-logp[rows, y].mean()), grad
