"""Computes in single precision, as the logs are.

Trap: seven digits of a large exponent leave nothing of the responsibilities.
Mistake: early_optimisation
Caught by: oracle/ordinary, stability/distance
May also fail: edge/empty-modes, edge/small, edge/types, loud/shapes, metamorphic/units, oracle/equal-sizes,
  stability/channels, stability/large-means, stability/uneven
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=np.float32) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    constant = np.log(2.0 * np.pi * variances).sum(axis=1)
    log_joint = np.log(weights) - (squares + constant) / 2.0
    return softmax(log_joint, axis=1).astype(float), float(logsumexp(log_joint, axis=1).sum())
