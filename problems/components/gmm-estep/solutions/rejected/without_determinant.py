"""Leaves the determinant out, since it is only a constant.

Trap: it is another constant for every mode.
Mistake: wrong_objective
Caught by: oracle/ordinary, metamorphic/units
May also fail: edge/empty-modes, edge/small, edge/types, loud/shapes, oracle/equal-sizes, stability/channels,
  stability/distance, stability/large-means, stability/uneven
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    constant = len(variances[0]) * np.log(2.0 * np.pi)
    log_joint = np.log(weights) - (squares + constant) / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
