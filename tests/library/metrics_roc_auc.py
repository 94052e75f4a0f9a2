"""sklearn.metrics.roc_auc_score, after the contract's refusals"""

import numpy as np
from sklearn.metrics import roc_auc_score


def roc_auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores)
    if y_true.ndim != 1 or scores.ndim != 1 or not np.isin(y_true, [0, 1]).all():
        raise ValueError("labels are not one 0 or 1 per score")
    return float(roc_auc_score(y_true, scores))
