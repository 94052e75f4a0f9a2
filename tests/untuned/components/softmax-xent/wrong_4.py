"""Flattens y before looking at its shape. Violates "ValueError ... when y has another shape than [n]".
Shows on logits = [[1, 2], [3, 4]], y = [[0], [1]]: numbers come back."""
import numpy as np


def softmax_xent(logits, y):
    z = np.asarray(logits, dtype=float)
    y = np.asarray(y).ravel()
    if z.ndim != 2 or z.shape[0] == 0:
        raise ValueError("logits")
    n, c = z.shape
    if len(y) != n:
        raise ValueError("y")
    if (y < 0).any() or (y >= c).any():
        raise ValueError("label")
    z = z - z.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    grad = np.exp(logp)
    grad[np.arange(n), y] -= 1
    return float(-logp[np.arange(n), y].mean()), grad / n
