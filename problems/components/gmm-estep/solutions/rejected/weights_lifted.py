"""Adds a small number to the weights before the logarithm.

Trap: a mode without weight takes the records that lie on it.
Mistake: edge_cases_late
Caught by: edge/empty-modes
May also fail: loud/shapes, stability/uneven
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    constant = np.log(2.0 * np.pi * variances).sum(axis=1)
    log_joint = np.log(weights + 1e-12) - (squares + constant) / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
