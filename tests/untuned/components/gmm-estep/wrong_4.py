"""Works with the densities themselves and a tiny constant in the denominator. Violates "such records must be assigned as soberly as any other" and the sum of
responsibilities. Shows on X = [[100]], means = [[0], [1]], unit variances, weights = [0.5, 0.5]: zeros."""
import numpy as np


def gmm_estep(X, means, variances, weights):
    X, mu, v, w = (np.array(a, dtype=float) for a in (X, means, variances, weights))
    if not (v > 0).all():
        raise ValueError("variance")
    X = X.reshape(-1, mu.shape[1])
    log_pdf = -0.5 * (np.log(2 * np.pi * v).sum(axis=1) + ((X[:, None] - mu) ** 2 / v).sum(axis=2))
    q = w * np.exp(log_pdf)
    total = q.sum(axis=1, keepdims=True) + 1e-300
    return q / total, float(np.log(total).sum())
