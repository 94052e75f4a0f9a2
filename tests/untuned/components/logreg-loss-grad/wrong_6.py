"""Starts the gradient from w itself and scales it in place. Violates "They are not modified" (and fails on a read-only w).
Shows on w = np.array([1.0, -2.0]) with the example of the statement: afterwards w holds the gradient."""
import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X = np.asarray(w, dtype=np.float64), np.asarray(X, dtype=np.float64)
    s = np.where(np.asarray(y) == 1, 1.0, -1.0)
    m = s * (X @ w + b)
    loss = float(np.mean(np.logaddexp(0, -m)) + 0.5 * lam * np.sum(w ** 2))
    r = -s * np.exp(-np.logaddexp(0, m))
    grad = w
    grad *= lam
    grad += X.T @ r / len(s)
    return loss, grad, float(r.mean())
