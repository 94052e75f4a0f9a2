"""scipy.stats.mannwhitneyu"""

import numpy as np
from scipy.stats import mannwhitneyu


def roc_auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    if y_true.ndim != 1 or scores.shape != y_true.shape or not np.isin(y_true, [0, 1]).all() or np.isnan(scores).any():
        raise ValueError("labels and scores do not fit")
    clicked, rest = scores[y_true == 1], scores[y_true == 0]
    if len(clicked) == 0 or len(rest) == 0:
        raise ValueError("there is one class only")
    return float(mannwhitneyu(clicked, rest, method="asymptotic").statistic / (len(clicked) * len(rest)))
