"""A mixture of the old loss and that of an even target. Policies: none."""

import numpy as np


def softmax_xent(logits, y, smoothing):
    z, labels = np.array(logits, dtype=np.float64), np.array(y)
    if not (smoothing >= 0 and smoothing < 1):
        raise ValueError("smoothing lies in [0, 1)")
    if z.ndim != 2 or len(z) == 0 or labels.ndim != 1 or len(labels) != len(z):
        raise ValueError("logits: [n, c], y: [n]")
    one_hot = labels[:, None] == np.arange(z.shape[1])
    if not one_hot.any(axis=1).all():
        raise ValueError("every label must be one of the classes")

    log_total = np.logaddexp.reduce(z, axis=1)
    of_clicked = np.mean(log_total - np.sum(z, axis=1, where=one_hot))
    of_all = np.mean(log_total - z.mean(axis=1))
    loss = (1 - smoothing) * of_clicked + smoothing * of_all
    softmax = np.exp(z - log_total[:, None])
    grad = (1 - smoothing) * (softmax - one_hot) + smoothing * (softmax - 1 / z.shape[1])
    return loss, grad / len(z)
