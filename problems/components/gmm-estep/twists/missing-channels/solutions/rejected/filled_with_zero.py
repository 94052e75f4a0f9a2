"""Fills gaps with zero.

Trap: zero is a measurement like any other.
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
    terms = (np.nan_to_num(X)[:, None, :] - means) ** 2 / variances + np.log(2.0 * np.pi * variances)
    log_joint = np.log(weights) - terms.sum(axis=2) / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
