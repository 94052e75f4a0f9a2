"""Checks labels from above only; -1 is read as the last creative. Violates "ValueError ... when a label lies outside 0, ..., c - 1".
Shows on logits = [[1, 2]], y = [-1]: numbers come back."""
import numpy as np


def softmax_xent(logits, y):
    z = np.asarray(logits, dtype=float)
    y = np.asarray(y)
    if z.ndim != 2 or z.shape[0] == 0 or y.shape != (z.shape[0],):
        raise ValueError("shape")
    n, c = z.shape
    if y.max() >= c:
        raise ValueError("label")
    z = z - z.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    grad = np.exp(logp)
    grad[np.arange(n), y] -= 1
    return float(-logp[np.arange(n), y].mean()), grad / n
