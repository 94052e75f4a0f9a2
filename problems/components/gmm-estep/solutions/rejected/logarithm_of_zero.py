"""Uses the logarithm of Python, which refuses zero.

Trap: a mode without weight stops the step.
Mistake: edge_cases_late
Caught by: edge/empty-modes
May also fail: loud/shapes
"""

import math

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    log_joint = np.zeros((len(X), len(means)))
    for c, weight in enumerate(weights.tolist()):
        squares = ((X - means[c]) ** 2 / variances[c]).sum(axis=1)
        log_joint[:, c] = math.log(weight) - (squares + np.log(2.0 * np.pi * variances[c]).sum()) / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
