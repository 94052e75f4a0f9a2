"""Vectorised with np.logaddexp: sign s = +1 / -1, loss logaddexp(0, -s z), error -s exp(-logaddexp(0, s z))."""
import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w = np.array(w, dtype=np.float64)
    X = np.asarray(X, dtype=np.float64)
    s = np.where(np.asarray(y) == 1, 1.0, -1.0)
    m = s * (X @ w + b)
    loss = np.logaddexp(0.0, -m).mean() + 0.5 * lam * (w @ w)
    r = -s * np.exp(-np.logaddexp(0.0, m))
    return float(loss), X.T @ r / len(s) + lam * w, float(r.mean())
