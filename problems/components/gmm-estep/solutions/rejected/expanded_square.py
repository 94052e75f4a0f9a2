"""Expands the square into three matrix products, for speed.

Trap: far from the origin the three terms are huge and cancel; little is left of their difference.
Mistake: early_optimisation
Caught by: stability/large-means
May also fail: loud/shapes
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    precision = 1.0 / variances
    squares = X**2 @ precision.T - 2.0 * X @ (means * precision).T + (means**2 * precision).sum(axis=1)
    with np.errstate(divide="ignore"):
        log_joint = np.log(weights) - (squares + np.log(2.0 * np.pi * variances).sum(axis=1)) / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
