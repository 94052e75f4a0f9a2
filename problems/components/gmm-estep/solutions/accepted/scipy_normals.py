"""scipy's log density per channel, summed over the channels, and its log-sum-exp."""

import numpy as np
from scipy.special import logsumexp, softmax
from scipy.stats import norm


def gmm_estep(X, means, variances, weights):
    X, means = np.asarray(X, dtype=float), np.asarray(means, dtype=float)
    variances = np.asarray(variances, dtype=float)
    if np.any(variances <= 0):
        raise ValueError("a mode has collapsed")
    per_channel = norm.logpdf(X[:, np.newaxis], loc=means, scale=np.sqrt(variances))
    with np.errstate(divide="ignore"):
        log_joint = per_channel.sum(axis=-1) + np.log(weights)
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
