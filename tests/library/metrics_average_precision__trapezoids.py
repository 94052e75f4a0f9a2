"""sklearn.metrics.auc of precision_recall_curve"""

from sklearn.metrics import auc, precision_recall_curve


def average_precision(y_true, scores):
    if not any(y_true):
        return 0.0
    precision, recall, _ = precision_recall_curve(y_true, scores)
    return float(auc(recall, precision))
