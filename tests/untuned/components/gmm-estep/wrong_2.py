"""Takes the logarithm of the product of the variances, which under- or overflows. Violates "variances of channels in odd units range from 1e-12 to 1e12" with "up to 60
channels". Shows on 40 channels with variances of 1e-12: the product is 0 and the log-likelihood infinite."""
import numpy as np


def gmm_estep(X, means, variances, weights):
    X, mu, v, w = (np.array(a, dtype=float) for a in (X, means, variances, weights))
    if not (v > 0).all():
        raise ValueError("variance")
    d = mu.shape[1]
    X = X.reshape(-1, d)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        logdet = np.log(np.prod(v, axis=1))
        lq = np.log(w) - 0.5 * (d * np.log(2 * np.pi) + logdet + ((X[:, None] - mu) ** 2 / v).sum(axis=2))
        top = lq.max(axis=1, keepdims=True)
        e = np.exp(lq - top)
    s = e.sum(axis=1, keepdims=True)
    return e / s, float((top + np.log(s)).sum())
