"""Terse: the intercept becomes the last coefficient of a widened design matrix with a penalty of 0, and one exponential e^-|t| serves loss and error."""
import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    A = np.column_stack([np.asarray(X, float), np.ones(len(X))])
    th = np.append(np.asarray(w, float), float(b))
    pen = np.append(np.full(len(th) - 1, float(lam)), 0.0)
    s = 2.0 * np.asarray(y, float) - 1.0
    t = -s * (A @ th)
    e = np.exp(-np.abs(t))
    r = -s * np.where(t < 0, e, 1.0) / (1.0 + e)
    g = A.T @ r / len(A) + pen * th
    return float(np.mean(np.maximum(t, 0) + np.log1p(e)) + (pen * th * th).sum() / 2), g[:-1].copy(), float(g[-1])
