"""sklearn.metrics.average_precision_score, as it is"""

from sklearn.metrics import average_precision_score


def average_precision(y_true, scores):
    return average_precision_score(y_true, scores)
