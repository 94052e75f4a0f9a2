"""Divides a data frame by its row sums as it stands.

Trap: pandas aligns the sums of the records with the modes, which are columns.
Mistake: shapes_assumed
Caught by: oracle/ordinary, oracle/equal-sizes
May also fail: metamorphic/units, perturb/other-records, stability/distance, stability/channels, stability/uneven,
  edge/small, edge/empty-modes, edge/types, hygiene/inputs, loud/shapes, stability/large-means
"""

import numpy as np
import pandas as pd
from scipy.special import logsumexp


def gmm_estep(X, means, variances, weights):
    X, means, variances, weights = (np.asarray(each, dtype=float) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    squares = ((X[:, None, :] - means) ** 2 / variances).sum(axis=2)
    log_joint = np.log(weights) - (squares + np.log(2.0 * np.pi * variances).sum(axis=1)) / 2.0
    frame = pd.DataFrame(np.exp(log_joint - log_joint.max(axis=1, keepdims=True)))
    return frame.div(frame.sum(axis=1)).to_numpy(), logsumexp(log_joint, axis=1).sum()
