"""scipy's normal with a diagonal covariance, told that singular matrices are fine.

Trap: beside huge variances the tiny ones count as zero, and their channels are dropped.
Mistake: none
Caught by: stability/channels
May also fail: loud/shapes
"""

import numpy as np
from scipy.special import logsumexp, softmax
from scipy.stats import multivariate_normal


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    log_joint = np.empty((len(X), len(means)))
    with np.errstate(divide="ignore"):
        log_weights = np.log(weights)
    if len(X):
        for c, (mean, variance) in enumerate(zip(means, variances)):
            normal = multivariate_normal(mean, np.diag(variance), allow_singular=True)
            log_joint[:, c] = normal.logpdf(X) + log_weights[c]
    return softmax(log_joint, axis=1), np.sum(logsumexp(log_joint, axis=1))
