"""scipy.special.log_expit and expit"""

import numpy as np
from scipy.special import expit, log_expit


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = (np.asarray(value, dtype=float) for value in (w, X, y))
    if y.shape != (len(X),) or not np.isin(y, [0.0, 1.0]).all():
        raise ValueError("y is not one label 0 or 1 per applicant")
    z = X @ w + b
    loss = -np.mean(y * log_expit(z) + (1 - y) * log_expit(-z)) + 0.5 * lam * (w @ w)
    error = expit(z) - y
    return float(loss), X.T @ error / len(y) + lam * w, float(error.mean())
