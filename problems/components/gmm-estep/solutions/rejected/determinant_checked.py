"""Refuses modes whose product of variances is not positive.

Trap: two negative variances make a positive product, and tiny ones underflow.
Mistake: edge_cases_late
Caught by: loud/variances, stability/channels
May also fail: loud/shapes
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if (variances.prod(axis=1) <= 0).any():
        raise ValueError("variances must be positive")
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    constant = np.log(2.0 * np.pi * variances).sum(axis=1)
    log_joint = np.log(weights) - (squares + constant) / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
