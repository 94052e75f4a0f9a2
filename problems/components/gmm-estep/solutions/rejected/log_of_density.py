"""Takes scipy's density of the whole record and then its logarithm.

Trap: the logarithm comes after the underflow.
Mistake: none
Caught by: stability/distance, stability/uneven
May also fail: edge/empty-modes, loud/shapes, stability/channels
"""

import numpy as np
from scipy.special import logsumexp, softmax
from scipy.stats import multivariate_normal


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    log_joint = np.zeros((len(X), len(means)))
    for c, (mean, variance) in enumerate(zip(means, variances)):
        normal = multivariate_normal(mean, np.diag(variance), allow_singular=True)
        log_joint[:, c] = np.log(weights[c]) + np.log(normal.pdf(X))
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
