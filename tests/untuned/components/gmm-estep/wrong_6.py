"""Takes the deviations in the precision of the inputs and converts afterwards. Violates "X, means and variances may be float32 or whole numbers, and the step is
computed in float64 all the same". Shows on float32 X = [[0.1]] and float32 means = [[3.7], [-3.3]], variances 1: errors near 1e-7."""
import numpy as np


def gmm_estep(X, means, variances, weights):
    X, mu, v = np.asarray(X), np.asarray(means), np.asarray(variances)
    w = np.asarray(weights, dtype=np.float64)
    if not (v > 0).all():
        raise ValueError("variance")
    X = X.reshape(-1, mu.shape[1])
    maha = ((X[:, None] - mu) ** 2 / v).sum(axis=2).astype(np.float64)
    with np.errstate(divide="ignore"):
        lq = np.log(w) - 0.5 * (np.log(2 * np.pi * v.astype(np.float64)).sum(axis=1) + maha)
    top = lq.max(axis=1, keepdims=True)
    e = np.exp(lq - top)
    s = e.sum(axis=1, keepdims=True)
    return e / s, float((top + np.log(s)).sum())
