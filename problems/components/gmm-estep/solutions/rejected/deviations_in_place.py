"""Takes the root of the variances in place.

Trap: `asarray` makes no copy of a float array, so the next step sees deviations.
Mistake: none
Caught by: hygiene/inputs
May also fail: loud/shapes
"""

import numpy as np
from scipy.special import logsumexp, softmax


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    np.sqrt(variances, out=variances)
    white = (X[:, None, :] - means) / variances
    log_joint = (
        np.log(weights)
        - (white**2).sum(axis=2) / 2.0
        - np.log(variances).sum(axis=1)
        - X.shape[1] * np.log(2.0 * np.pi) / 2.0
    )
    return softmax(log_joint, axis=1), logsumexp(log_joint, axis=1).sum()
