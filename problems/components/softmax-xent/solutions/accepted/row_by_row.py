"""One impression at a time in plain Python, math.fsum and log1p."""

import math

import numpy as np


def one_row(z, label):
    top = max(range(len(z)), key=lambda j: z[j])
    weights = [math.exp(v - z[top]) for v in z]
    rest = math.fsum(w for j, w in enumerate(weights) if j != top)
    loss = (z[top] - z[label]) + math.log1p(rest)
    shares = [w / (1.0 + rest) for w in weights]
    shares[label] -= 1.0
    return loss, shares


def softmax_xent(logits, y):
    rows = np.asarray(logits, dtype=np.float64)
    labels = np.asarray(y)
    if any(label not in range(rows.shape[1]) for label in labels.tolist()):
        raise ValueError("label outside the classes")

    n = len(rows)
    done = [one_row(z, label) for z, label in zip(rows.tolist(), labels.tolist())]
    loss = math.fsum(row_loss for row_loss, _ in done) / n
    grad = np.array([row_grad for _, row_grad in done]) / n
    return loss, grad
