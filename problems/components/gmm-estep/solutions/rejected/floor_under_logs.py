"""Keeps the log densities above minus 700, where the exponential is safe.

Trap: beyond the floor all modes look alike.
Mistake: none
Caught by: stability/distance, stability/uneven
May also fail: edge/empty-modes, loud/shapes, stability/channels
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    constant = np.log(2.0 * np.pi * variances).sum(axis=1)
    log_joint = np.maximum(np.log(weights) - (squares + constant) / 2.0, -700.0)
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
