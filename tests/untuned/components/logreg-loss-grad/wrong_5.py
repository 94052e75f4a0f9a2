"""Clips the scores to [-500, 500] against overflow. Violates "Scores lie anywhere in |z| <= 800. Every returned number agrees with the exact value".
Shows on w = [1], b = 0, X = [[700]], y = [0], lam = 0: 500 instead of 700."""
import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, float), np.asarray(X, float), np.asarray(y, float)
    s = 2 * y - 1
    m = s * np.clip(X @ w + b, -500, 500)
    loss = np.mean(np.log1p(np.exp(-m))) + 0.5 * lam * np.sum(w ** 2)
    r = -s / (1 + np.exp(m))
    return float(loss), X.T @ r / len(y) + lam * w, float(r.mean())
