"""Margins: with the sign of the label, a default and a repaid loan are one case. Both logs by logaddexp."""

import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w = np.array(w, dtype=float)
    y = np.array(y, dtype=float)
    sign = 2.0 * y - 1.0
    margin = sign * (np.sum(X * w, axis=1) + b)
    loss = np.mean(np.logaddexp(0.0, -margin)) + lam * np.sum(w**2) / 2.0
    slope = -sign * np.exp(-np.logaddexp(0.0, margin))
    grad_w = np.mean(slope[:, None] * X, axis=0) + lam * w
    return loss, grad_w, np.mean(slope)
