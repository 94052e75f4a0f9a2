"""sklearn.metrics.average_precision_score"""

from sklearn.metrics import average_precision_score


def average_precision(y_true, scores):
    return float(average_precision_score(y_true, scores)) if len(y_true) else 0.0
