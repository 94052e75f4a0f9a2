"""Takes the logarithm of probabilities clipped at 1e-12. Violates "Every number must agree with the exact value ... anywhere in the range above".
Shows on logits = [[1000, 0]], y = [1]: 27.6 instead of 1000."""
import numpy as np


def softmax_xent(logits, y):
    z = np.asarray(logits, dtype=float)
    y = np.asarray(y)
    if z.ndim != 2 or z.shape[0] == 0 or y.shape != (z.shape[0],):
        raise ValueError("shape")
    n, c = z.shape
    if (y < 0).any() or (y >= c).any():
        raise ValueError("label")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(np.clip(p[np.arange(n), y], 1e-12, 1.0)).mean()
    p[np.arange(n), y] -= 1
    return float(loss), p / n
