"""np.average does the normalising; weights that are all zero are refused first."""

import numpy as np


def logreg_loss_grad(w, b, X, y, lam, weights):
    w, X, y, weights = (np.asarray(a, dtype=np.float64) for a in (w, X, y, weights))
    if not weights.any():
        raise ValueError("all weights are zero")
    score = X @ w + b
    tail = np.exp(-np.abs(score))
    error = np.where(score > 0.0, 1.0, tail) / (1.0 + tail) - y
    loss = np.average(np.logaddexp(0.0, score) - y * score, weights=weights) + lam / 2.0 * (w @ w)
    grad_w = np.average(X * error[:, None], axis=0, weights=weights) + lam * w
    return loss, grad_w, np.average(error, weights=weights)
