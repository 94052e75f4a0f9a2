"""Online softmax, column by column: a running maximum and a sum that is rescaled whenever the maximum moves; all impressions at once."""
import numpy as np


def softmax_xent(logits, y):
    z = np.array(logits, dtype=np.float64, copy=True)
    t = np.array(y, copy=True)
    if z.ndim != 2 or z.shape[0] == 0 or t.ndim != 1 or t.shape[0] != z.shape[0]:
        raise ValueError("wrong shape")
    if ((t < 0) | (t > z.shape[1] - 1)).any():
        raise ValueError("wrong label")
    n, c = z.shape
    top = z[:, 0].copy()
    total = np.ones(n)
    for j in range(1, c):
        new = np.maximum(top, z[:, j])
        total = total * np.exp(top - new) + np.exp(z[:, j] - new)
        top = new
    grad = np.empty((n, c))
    loss = np.log(total) + top
    for j in range(c):
        hit = t == j
        loss[hit] = np.log(total[hit]) + (top[hit] - z[hit, j])
        grad[:, j] = np.exp(z[:, j] - top) / total - hit
    return float(np.sum(loss) / n), grad / n
