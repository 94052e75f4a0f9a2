"""One softplus per score serves the loss and, as an exponent, the sigmoid."""

import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = (np.asarray(a, dtype=np.float64) for a in (w, X, y))
    score = X @ w + b
    softplus = np.maximum(score, 0.0) + np.log1p(np.exp(-np.abs(score)))
    error = np.exp(score - softplus) - y
    loss = np.mean(softplus - y * score) + lam / 2.0 * (w @ w)
    return float(loss), X.T @ error / len(y) + lam * w, float(error.mean())
