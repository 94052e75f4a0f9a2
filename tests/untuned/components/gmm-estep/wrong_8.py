"""Uses scipy's multivariate_normal with a diagonal covariance and allow_singular, which drops small variances beside large ones. Violates "variances of channels in
odd units range from 1e-12 to 1e12". Shows on X = [[1e-6, 1e6]], means = [[0, 0], [3e-6, 0]], variances = [[1e-12, 1e12]] * 2."""
import numpy as np
from scipy.special import logsumexp
from scipy.stats import multivariate_normal


def gmm_estep(X, means, variances, weights):
    X, mu, v, w = (np.array(a, dtype=float) for a in (X, means, variances, weights))
    if not (v > 0).all():
        raise ValueError("variance")
    X = X.reshape(-1, mu.shape[1])
    if len(X) == 0:
        return np.zeros((0, len(mu))), 0.0
    with np.errstate(divide="ignore"):
        log_w = np.log(w)
    lq = np.column_stack([
        log_w[c] + np.atleast_1d(multivariate_normal.logpdf(X, mu[c], np.diag(v[c]), allow_singular=True))
        for c in range(len(mu))
    ])
    total = logsumexp(lq, axis=1)
    return np.exp(lq - total[:, None]), float(total.sum())
