"""Normalises over the records instead of the modes.

Trap: the columns sum to one.
Mistake: shapes_assumed
Caught by: oracle/ordinary, oracle/equal-sizes, perturb/other-records
May also fail: edge/empty-modes, edge/small, edge/types, loud/shapes, stability/channels, stability/distance,
  stability/large-means, stability/uneven
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    constant = np.log(2.0 * np.pi * variances).sum(axis=1)
    log_joint = np.log(weights) - (squares + constant) / 2.0
    return softmax(log_joint, axis=0), logsumexp(log_joint, axis=1).sum()
