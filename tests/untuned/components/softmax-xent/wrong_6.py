"""Does not look for the empty batch; it gives a mean over nothing, reported as 0. Violates "ValueError when logits ... has no rows".
Shows on logits = np.zeros((0, 3)), y = []: (0.0, an empty array)."""
import numpy as np


def softmax_xent(logits, y):
    z = np.asarray(logits, dtype=float)
    y = np.asarray(y, dtype=int)
    if z.ndim != 2 or y.shape != (z.shape[0],):
        raise ValueError("shape")
    n, c = z.shape
    if np.any(y < 0) or np.any(y >= c):
        raise ValueError("label")
    z = z - z.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    grad = np.exp(logp)
    grad[np.arange(n), y] -= 1
    return float(-logp[np.arange(n), y].sum() / max(n, 1)), grad / max(n, 1)
