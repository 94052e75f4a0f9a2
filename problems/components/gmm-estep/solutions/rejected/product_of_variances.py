"""Takes the logarithm of the determinant as a whole.

Trap: the product of sixty small variances is zero.
Mistake: none
Caught by: stability/channels
May also fail: loud/shapes
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    constant = len(variances[0]) * np.log(2.0 * np.pi) + np.log(np.prod(variances, axis=1))
    log_joint = np.log(weights) - (squares + constant) / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
