"""sklearn.metrics.log_loss of clipped probabilities, and compute_sample_weight"""

import numpy as np
from sklearn.metrics import log_loss
from sklearn.utils.class_weight import compute_sample_weight


def weighted_log_loss(y, p, weights):
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    if isinstance(weights, str):
        if weights != "balanced" or len(np.unique(y)) != 2:
            raise ValueError("balanced weights need both labels")
        weights = compute_sample_weight("balanced", y)
    if y.ndim != 1 or p.shape != y.shape or np.shape(weights) != y.shape or np.sum(weights) == 0:
        raise ValueError("the arguments do not fit")
    return float(log_loss(y, y_proba=np.clip(p, 1e-15, 1 - 1e-15), sample_weight=weights, labels=[0, 1]))
