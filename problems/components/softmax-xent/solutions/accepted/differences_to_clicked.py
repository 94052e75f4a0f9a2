"""Differences to the clicked creative: loss as log-sum-exp of margins; the softmax itself from its own shift."""

import numpy as np


def softmax_xent(logits, y):
    z = np.asarray(logits, dtype=float)
    labels = np.asarray(y)
    if z.ndim != 2 or not len(z) or labels.shape != z.shape[:1]:
        raise ValueError("expected logits [n, c] with n >= 1 and y [n]")
    n, c = z.shape
    if ((labels < 0) | (labels > c - 1)).any():
        raise ValueError("label out of range")

    clicked = np.take_along_axis(z, labels[:, None], axis=1)
    margins = z - clicked  # the clicked entry is 0, so the largest is never negative
    top = margins.max(axis=1)
    losses = top + np.log(np.exp(margins - top[:, None]).sum(axis=1))

    weights = np.exp(margins - top[:, None])
    grad = weights / weights.sum(axis=1)[:, None]
    np.subtract.at(grad, (np.arange(n), labels), 1)
    grad /= n
    return losses.sum() / n, grad
