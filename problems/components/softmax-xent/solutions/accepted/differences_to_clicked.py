"""Differences to the clicked creative: loss as log-sum-exp of margins; the softmax itself from its own shift."""

import numpy as np


def softmax_xent(logits, y):
    z = np.asarray(logits, dtype=float)
    labels = np.asarray(y)
    n, c = z.shape
    if ((labels < 0) | (labels > c - 1)).any():
        raise ValueError("label out of range")

    margins = z - z[np.arange(n), labels][:, None]  # the clicked entry is 0, so the largest is never negative
    top = margins.max(axis=1)
    losses = top + np.log(np.exp(margins - top[:, None]).sum(axis=1))

    weights = np.exp(margins - top[:, None])
    grad = weights / weights.sum(axis=1)[:, None]
    np.subtract.at(grad, (np.arange(n), labels), 1)
    grad /= n
    return losses.sum() / n, grad
