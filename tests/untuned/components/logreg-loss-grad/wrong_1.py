"""Clips the probability to [1e-15, 1 - 1e-15] before taking logarithms. Violates "Scores lie anywhere in |z| <= 800. Every returned number agrees with the
exact value". Shows on w = [1], b = 0, X = [[500]], y = [0], lam = 0: 34.5 instead of 500."""
import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, float), np.asarray(X, float), np.asarray(y, float)
    z = X @ w + b
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    q = np.clip(p, 1e-15, 1 - 1e-15)
    loss = -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q)) + lam / 2 * np.sum(w ** 2)
    s = 2 * y - 1
    r = np.where(s > 0, -np.where(z >= 0, e, 1.0), np.where(z >= 0, 1.0, e)) / (1 + e)
    return float(loss), X.T @ r / len(y) + lam * w, float(r.mean())
