"""With scipy: norm.logpdf per channel, scipy.special.logsumexp with the weights' logarithms (logarithm of 0 is minus infinity)."""
import numpy as np
from scipy.special import logsumexp
from scipy.stats import norm


def gmm_estep(X, means, variances, weights):
    means = np.array(means, dtype=np.float64)
    variances = np.array(variances, dtype=np.float64)
    if not np.all(variances > 0):
        raise ValueError("a variance is not above 0")
    k, d = means.shape
    X = np.array(X, dtype=np.float64)
    if X.size == 0:
        return np.zeros((0, k)), 0.0
    with np.errstate(divide="ignore"):
        log_w = np.log(np.array(weights, dtype=np.float64))
    log_q = np.empty((len(X), k))
    for c in range(k):
        log_q[:, c] = log_w[c] + norm.logpdf(X, means[c], np.sqrt(variances[c])).sum(axis=1)
    log_sum = logsumexp(log_q, axis=1)
    return np.exp(log_q - log_sum[:, None]), float(log_sum.sum())
