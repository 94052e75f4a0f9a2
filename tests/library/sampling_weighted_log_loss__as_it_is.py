"""sklearn.metrics.log_loss, as it is, and compute_sample_weight"""

import numpy as np
from sklearn.metrics import log_loss
from sklearn.utils.class_weight import compute_sample_weight


def weighted_log_loss(y, p, weights):
    if isinstance(weights, str):
        weights = compute_sample_weight(weights, np.asarray(y))
    return log_loss(y, y_proba=p, sample_weight=weights, labels=[0, 1])
