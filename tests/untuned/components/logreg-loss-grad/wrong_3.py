"""Turns labels into signs in the dtype of y: for unsigned bytes 2 * 0 - 1 is 255. Violates "booleans, unsigned bytes, integers or floats".
Shows on y = np.uint8([1, 0]) with the example of the statement."""
import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, float), np.asarray(X, float), np.asarray(y)
    if y.dtype == bool:
        y = y.astype(int)
    s = 2 * y - 1
    m = s * (X @ w + b)
    loss = np.mean(np.logaddexp(0, -m)) + 0.5 * lam * np.sum(w ** 2)
    r = -s * np.exp(-np.logaddexp(0, m))
    return float(loss), X.T @ r / len(y) + lam * w, float(r.mean())
