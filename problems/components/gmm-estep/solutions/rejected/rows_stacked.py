"""Collects the records one by one and stacks them.

Trap: without any record there is nothing to stack.
Mistake: edge_cases_late
Caught by: edge/small
May also fail: loud/shapes
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    constant = np.log(weights) - np.log(2.0 * np.pi * variances).sum(axis=1) / 2.0
    rows = [constant - ((record - means) ** 2 / variances).sum(axis=1) / 2.0 for record in X]
    log_joint = np.array(rows)
    return np.array([softmax(row) for row in log_joint]), float(sum(logsumexp(row) for row in log_joint))
