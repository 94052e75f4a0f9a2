"""scipy.stats.norm.logpdf with scipy.special.logsumexp and softmax"""

import numpy as np
from scipy.special import logsumexp, softmax
from scipy.stats import norm


def gmm_estep(X, means, variances, weights):
    X, means, variances = (np.asarray(value, dtype=float) for value in (X, means, variances))
    if np.any(variances <= 0):
        raise ValueError("a variance is not above 0")
    joint = norm.logpdf(X[:, None, :], means, np.sqrt(variances)).sum(axis=2) + np.log(weights)
    return softmax(joint, axis=1), float(logsumexp(joint, axis=1).sum())
