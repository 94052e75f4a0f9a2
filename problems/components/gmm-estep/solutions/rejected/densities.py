"""Multiplies the densities of the channels and normalises them.

Trap: far from all modes every density is zero, and zero over zero is NaN.
Mistake: none
Caught by: stability/distance, stability/uneven
May also fail: edge/empty-modes, loud/shapes, stability/channels
"""

import numpy as np
from scipy.stats import norm


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    joint = weights * norm.pdf(X[:, None, :], means, np.sqrt(variances)).prod(axis=2)
    total = joint.sum(axis=1, keepdims=True)
    return joint / total, np.log(total).sum()
