"""Plain loops with math: per row the largest logit is taken off, exponentials are summed with fsum. Open point: labels that are not whole numbers
are not considered; n = 0 and ragged lists raise ValueError."""
import math

import numpy as np


def softmax_xent(logits, y):
    z = np.array(logits, dtype=np.float64)
    labels = np.array(y)
    if z.ndim != 2 or z.shape[0] == 0:
        raise ValueError("logits must be [n, c] with at least one row")
    n, c = z.shape
    if labels.shape != (n,):
        raise ValueError("y must be [n]")
    losses = []
    grad = np.zeros((n, c))
    for i in range(n):
        t = int(labels[i])
        if t < 0 or t >= c:
            raise ValueError("label out of range")
        row = [float(v) for v in z[i]]
        top = max(row)
        e = [math.exp(v - top) for v in row]
        s = math.fsum(e)
        losses.append(math.log(s) - (row[t] - top))
        for j in range(c):
            grad[i, j] = (e[j] / s - (1.0 if j == t else 0.0)) / n
    return math.fsum(losses) / n, grad
