"""Uses log(1 + exp(-m)) as it stands. Violates "Scores lie anywhere in |z| <= 800" : the exponential overflows beyond 709.
Shows on w = [1], b = 0, X = [[750]], y = [0], lam = 0: the loss is infinite instead of 750."""
import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, float), np.asarray(X, float), np.asarray(y, float)
    s = 2 * y - 1
    m = s * (X @ w + b)
    with np.errstate(over="ignore"):
        loss = np.mean(np.log1p(np.exp(-m))) + 0.5 * lam * np.sum(w ** 2)
        r = -s / (1 + np.exp(m))
    return float(loss), X.T @ r / len(y) + lam * w, float(r.mean())
