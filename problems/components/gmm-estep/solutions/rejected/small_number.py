"""Adds a small number to the total density against division by zero.

Trap: far records get responsibilities of zero and a log-likelihood that stops falling.
Mistake: none
Caught by: stability/distance, stability/uneven
May also fail: edge/empty-modes, loud/shapes, stability/channels
"""

import numpy as np


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    joint = weights * np.exp(-squares / 2.0) / np.sqrt(2.0 * np.pi * variances).prod(axis=1)
    total = joint.sum(axis=1, keepdims=True) + 1e-300
    return joint / total, np.log(total).sum()
