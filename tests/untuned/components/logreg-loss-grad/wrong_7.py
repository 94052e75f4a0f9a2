"""Forms the error as p - y, which is 0 once p rounds to 1. Violates "Every returned number agrees with the exact value of its formula to a relative 1e-9 or an
absolute 1e-10" where a feature is large. Shows on w = [4e-9], b = 0, X = [[1e10]], y = [1], lam = 0: grad_w is 0 instead of -4.2e-8."""
import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, float), np.asarray(X, float), np.asarray(y, float)
    z = X @ w + b
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    m = (2 * y - 1) * z
    loss = np.mean(np.maximum(-m, 0) + np.log1p(e)) + 0.5 * lam * np.sum(w ** 2)
    r = p - y
    return float(loss), X.T @ r / len(y) + lam * w, float(r.mean())
