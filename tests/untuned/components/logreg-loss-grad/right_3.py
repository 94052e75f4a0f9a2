"""Piecewise by the sign of the score with boolean masks, in two passes: defaulted and paid loans are treated separately, and their sums added."""
import numpy as np


def _sigmoid(t):
    out = np.empty_like(t)
    up = t >= 0
    out[up] = 1.0 / (1.0 + np.exp(-t[up]))
    e = np.exp(t[~up])
    out[~up] = e / (1.0 + e)
    return out


def _softplus(t):
    return np.where(t > 0, t, 0.0) + np.log1p(np.exp(-np.abs(t)))


def logreg_loss_grad(w, b, X, y, lam):
    w = np.asarray(w).astype(float)
    X = np.asarray(X).astype(float)
    bad = np.asarray(y).astype(float) == 1.0
    n = X.shape[0]
    z = X.dot(w) + float(b)
    z_bad, z_good = z[bad], z[~bad]
    r_bad, r_good = _sigmoid(-z_bad), _sigmoid(z_good)
    loss = (_softplus(-z_bad).sum() + _softplus(z_good).sum()) / n + 0.5 * lam * np.sum(w ** 2)
    grad_w = (X[~bad].T.dot(r_good) - X[bad].T.dot(r_bad)) / n + lam * w
    grad_b = (r_good.sum() - r_bad.sum()) / n
    return float(loss), grad_w, float(grad_b)
