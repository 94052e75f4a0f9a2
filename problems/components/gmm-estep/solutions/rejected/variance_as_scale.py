"""Hands the variances to scipy where it expects deviations.

Trap: both are equal at one.
Mistake: wrong_objective
Caught by: oracle/ordinary, metamorphic/units
May also fail: edge/empty-modes, edge/small, edge/types, loud/shapes, oracle/equal-sizes, stability/channels,
  stability/distance, stability/large-means, stability/uneven
"""

import numpy as np
from scipy.special import logsumexp, softmax
from scipy.stats import norm


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    log_joint = np.log(weights) + norm.logpdf(X[:, None, :], means, variances).sum(axis=2)
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
