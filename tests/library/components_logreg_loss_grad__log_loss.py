"""sklearn.metrics.log_loss of scipy.special.expit"""

import numpy as np
from scipy.special import expit
from sklearn.metrics import log_loss


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = (np.asarray(value, dtype=float) for value in (w, X, y))
    p = expit(X @ w + b)
    loss = log_loss(y, y_proba=p, labels=[0, 1]) + 0.5 * lam * (w @ w)
    return float(loss), X.T @ (p - y) / len(y) + lam * w, float(np.mean(p - y))
