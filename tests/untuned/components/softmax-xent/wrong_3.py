"""Takes the largest logit of the whole batch off, so that low rows underflow to 0 / 0. Violates "logits with absolute values in the thousands are
normal, and the loss still has to be right". Shows on logits = [[2000, 1999], [0, 1]], y = [0, 0]: NaN."""
import numpy as np


def softmax_xent(logits, y):
    z = np.asarray(logits, dtype=float)
    y = np.asarray(y)
    if z.ndim != 2 or z.shape[0] == 0 or y.shape != (z.shape[0],):
        raise ValueError("shape")
    n, c = z.shape
    if (y < 0).any() or (y >= c).any():
        raise ValueError("label")
    z = z - z.max()
    with np.errstate(divide="ignore", invalid="ignore"):
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    grad = np.exp(logp)
    grad[np.arange(n), y] -= 1
    return float(-logp[np.arange(n), y].mean()), grad / n
