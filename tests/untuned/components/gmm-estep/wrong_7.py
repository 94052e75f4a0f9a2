"""Takes one maximum over all records off. Violates "such records must be assigned as soberly as any other": a far record next to a near one underflows to 0 / 0.
Shows on X = [[0], [100]], means = [[0], [1]], unit variances, weights = [0.5, 0.5]: NaN in row 1."""
import numpy as np


def gmm_estep(X, means, variances, weights):
    X, mu, v, w = (np.array(a, dtype=float) for a in (X, means, variances, weights))
    if not (v > 0).all():
        raise ValueError("variance")
    X = X.reshape(-1, mu.shape[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        lq = np.log(w) - 0.5 * (np.log(2 * np.pi * v).sum(axis=1) + ((X[:, None] - mu) ** 2 / v).sum(axis=2))
        top = lq.max() if lq.size else 0.0
        e = np.exp(lq - top)
        s = e.sum(axis=1, keepdims=True)
        return e / s, float((top + np.log(s)).sum())
