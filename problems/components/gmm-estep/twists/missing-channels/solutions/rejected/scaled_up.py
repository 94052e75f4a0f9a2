"""Scales the observed terms to all channels.

Trap: what suits a distance does not suit a density.
Mistake: wrong_objective
Caught by: oracle/missing
May also fail: loud/shapes, stability/missing-far
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    terms = (X[:, None, :] - means) ** 2 / variances + np.log(2.0 * np.pi * variances)
    share = np.maximum((~np.isnan(X)).mean(axis=1, keepdims=True), 1e-300)
    log_joint = np.log(weights) - np.nansum(terms, axis=2) / share / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
