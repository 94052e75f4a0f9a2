"""Does not look at the variances.

Trap: the logarithm of a negative number is NaN without an error.
Mistake: edge_cases_late
Caught by: loud/variances
May also fail: loud/shapes
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    constant = np.log(2.0 * np.pi * variances).sum(axis=1)
    log_joint = np.log(weights) - (squares + constant) / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
