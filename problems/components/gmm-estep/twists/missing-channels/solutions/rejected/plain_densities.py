"""Multiplies the densities of the observed channels instead of adding their logarithms.

Trap: far from every mode all densities are 0, and 0 / 0 is no responsibility.
Mistake: none
Caught by: stability/missing-far
May also fail: loud/shapes, edge/empty-modes, stability/channels, stability/distance, stability/uneven
"""

import numpy as np


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    density = np.exp(-((X[:, None, :] - means) ** 2) / (2 * variances)) / np.sqrt(2 * np.pi * variances)
    joint = weights * np.nanprod(density, axis=2)
    total = joint.sum(axis=1, keepdims=True)
    return joint / total, float(np.log(total).sum())
