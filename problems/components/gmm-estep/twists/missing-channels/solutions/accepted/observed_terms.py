"""Terms of observed channels only, in one array [n, k, d]."""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=np.float64) for each in (X, means, variances, weights))
    if not (variances > 0.0).all():
        raise ValueError("variances must be above 0")
    terms = (X[:, None, :] - means) ** 2 / variances + np.log(2.0 * np.pi * variances)
    with np.errstate(divide="ignore"):
        log_joint = np.log(weights) - np.nansum(terms, axis=2) / 2.0
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
