"""sklearn.metrics.precision_recall_curve, summed in steps"""

import numpy as np
from sklearn.metrics import precision_recall_curve


def average_precision(y_true, scores):
    if not any(y_true):
        return 0.0
    precision, recall, _ = precision_recall_curve(y_true, scores)
    return float(-np.sum(np.diff(recall) * precision[:-1]))
