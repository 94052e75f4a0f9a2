"""The entry of the clicked creative is overwritten, so its part of the smoothed share is lost.

Trap: the rows of the target no longer add up to one.
Mistake: wrong_objective
Caught by: oracle/ordinary, gradient/own-loss
May also fail: stability/scale, stability/extremes, edge/small, edge/smoothing
"""

import numpy as np


def softmax_xent(logits, y, smoothing):
    logits = np.asarray(logits, dtype=float)
    y = np.asarray(y)
    if not 0 <= smoothing < 1:
        raise ValueError(f"smoothing must be at least 0 and below 1, got {smoothing}")
    if logits.ndim != 2 or logits.shape[0] == 0 or y.shape != logits.shape[:1]:
        raise ValueError(f"expected logits [n, c] and y [n], got {logits.shape} and {y.shape}")
    n, c = logits.shape
    if y.min() < 0 or y.max() >= c:
        raise ValueError(f"labels must lie in 0..{c - 1}")

    target = np.full((n, c), smoothing / c)
    target[np.arange(n), y] = 1.0 - smoothing
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -(target * log_p).sum() / n
    return float(loss), (np.exp(log_p) - target) / n
