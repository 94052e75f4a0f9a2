"""Subtracts the largest log density of the whole table.

Trap: a far record underflows beside an ordinary one.
Mistake: shapes_assumed
Caught by: stability/uneven, perturb/other-records
May also fail: loud/shapes, edge/empty-modes
"""

import numpy as np


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    log_joint = np.log(weights) - (squares + np.log(2.0 * np.pi * variances).sum(axis=1)) / 2.0
    top = log_joint.max(initial=-1e300)
    joint = np.exp(log_joint - top)
    total = joint.sum(axis=1, keepdims=True)
    return joint / total, float((top + np.log(total)).sum())
