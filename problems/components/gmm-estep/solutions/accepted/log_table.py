"""Log densities as a table [n, k] from an array [n, k, d]; the largest of each record is taken out by hand."""

import numpy as np


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=np.float64) for each in (X, means, variances, weights))
    if not (variances > 0.0).all():
        raise ValueError("variances must be above 0")
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    with np.errstate(divide="ignore"):
        log_weights = np.log(weights)
    log_joint = log_weights - (squares + np.log(2.0 * np.pi * variances).sum(axis=1)) / 2.0
    top = log_joint.max(axis=1, keepdims=True)
    joint = np.exp(log_joint - top)
    total = joint.sum(axis=1, keepdims=True)
    return joint / total, float((top + np.log(total)).sum())
