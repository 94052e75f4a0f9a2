"""scipy.stats.multivariate_normal.logpdf with scipy.special.logsumexp and softmax"""

import numpy as np
from scipy.special import logsumexp, softmax
from scipy.stats import Covariance, multivariate_normal


def gmm_estep(X, means, variances, weights):
    X, means, variances = (np.asarray(value, dtype=float) for value in (X, means, variances))
    if np.any(variances <= 0):
        raise ValueError("a variance is not above 0")
    modes = zip(means, variances, strict=True)
    densities = [
        multivariate_normal.logpdf(X, mean, Covariance.from_diagonal(variance)).reshape(len(X))
        for mean, variance in modes
    ]
    joint = np.stack(densities, axis=1) + np.log(weights)
    return softmax(joint, axis=1), float(logsumexp(joint, axis=1).sum())
