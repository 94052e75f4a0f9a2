"""Fills gaps with the mean of the channel over the other records.

Trap: imputation draws a record to wherever most records are.
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
    seen = ~np.isnan(X)
    channel_means = np.where(seen, X, 0.0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    X = np.where(seen, X, channel_means)
    terms = (X[:, None, :] - means) ** 2 / variances + np.log(2.0 * np.pi * variances)
    log_joint = np.log(weights) - terms.sum(axis=2) / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
