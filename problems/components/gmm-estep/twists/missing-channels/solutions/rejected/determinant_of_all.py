"""Leaves the square of a missing channel out and keeps its variance in the determinant.

Trap: half of the factor is still there, and modes with small variances win.
Mistake: edge_cases_late
Caught by: oracle/missing, edge/nothing-observed
May also fail: loud/shapes, stability/missing-far
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    squares = np.nansum((X[:, None, :] - means) ** 2 / variances, axis=2)
    log_joint = np.log(weights) - (squares + np.log(2.0 * np.pi * variances).sum(axis=1)) / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
