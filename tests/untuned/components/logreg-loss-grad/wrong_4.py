"""Multiplies X and w in their own dtypes; small integers wrap. Violates "w and X may hold whole numbers of an integer dtype".
Shows on X = np.int8([[100]]), w = np.int8([2]), b = 0, y = [1], lam = 0: the score is -56 instead of 200."""
import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X = np.asarray(w), np.asarray(X)
    s = np.where(np.asarray(y) == 1, 1.0, -1.0)
    m = s * (X @ w + float(b))
    w = w.astype(float)
    loss = np.mean(np.logaddexp(0, -m)) + 0.5 * lam * np.sum(w ** 2)
    r = -s * np.exp(-np.logaddexp(0, m))
    return float(loss), X.T @ r / len(s) + lam * w, float(r.mean())
