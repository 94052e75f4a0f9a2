"""sklearn.metrics.auc of roc_curve, after the contract's refusals"""

import numpy as np
from sklearn.metrics import auc, roc_curve


def roc_auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores)
    if y_true.ndim != 1 or scores.ndim != 1 or not np.isin(y_true, [0, 1]).all():
        raise ValueError("labels are not one 0 or 1 per score")
    if len(np.unique(y_true)) < 2:
        raise ValueError("there is one class only")
    false_rate, true_rate, _ = roc_curve(y_true, scores)
    return float(auc(false_rate, true_rate))
