"""Takes the maximum off in place. Violates "The inputs are not modified".
Shows on logits = np.array([[1.0, 2.0]]): afterwards it is [[-1, 0]]."""
import numpy as np


def softmax_xent(logits, y):
    z = np.asarray(logits, dtype=np.float64)
    y = np.asarray(y)
    if z.ndim != 2 or z.shape[0] == 0 or y.shape != (z.shape[0],):
        raise ValueError("shape")
    n, c = z.shape
    if (y < 0).any() or (y >= c).any():
        raise ValueError("label")
    z -= z.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    grad = np.exp(logp)
    grad[np.arange(n), y] -= 1
    return float(-logp[np.arange(n), y].mean()), grad / n
