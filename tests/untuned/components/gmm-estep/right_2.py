"""Vectorised with one broadcast [n, k, d] in extended precision, so that exponents of tens of millions keep their last digits; results are cast to
float64. [] stands for no records."""
import numpy as np


def gmm_estep(X, means, variances, weights):
    ld = np.longdouble
    mu = np.asarray(means, dtype=np.float64).astype(ld)
    v = np.asarray(variances, dtype=np.float64).astype(ld)
    if not (v > 0).all():
        raise ValueError("variance not above 0")
    x = np.asarray(X, dtype=np.float64).reshape(-1, mu.shape[1]).astype(ld)
    w = np.asarray(weights, dtype=np.float64).astype(ld)
    with np.errstate(divide="ignore"):
        logw = np.log(w)
    const = logw - 0.5 * np.log(2 * ld(np.pi) * v).sum(axis=1)
    lq = const - 0.5 * ((x[:, None, :] - mu) ** 2 / v).sum(axis=2)
    top = lq.max(axis=1, keepdims=True)
    e = np.exp(lq - top)
    s = e.sum(axis=1, keepdims=True)
    return (e / s).astype(np.float64), float((top + np.log(s)).sum())
