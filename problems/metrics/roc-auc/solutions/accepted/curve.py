"""The curve itself: counts at each distinct threshold, then trapezoids. Policies: single_class=nan."""

import numpy as np


def roc_auc(y_true, scores):
    labels = np.array(y_true)
    values = np.array(scores, dtype=float)
    if labels.shape != values.shape or labels.ndim != 1:
        raise ValueError("expected two vectors of one length")
    if np.any((labels != 0) & (labels != 1)) or np.any(np.isnan(values)):
        raise ValueError("labels must be 0/1 and scores must be numbers")

    order = np.argsort(-values, kind="stable")
    labels, values = labels[order].astype(float), values[order]
    ends = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)
    true_positives = np.append(0.0, np.cumsum(labels)[ends])
    false_positives = np.append(0.0, (ends + 1) - np.cumsum(labels)[ends])
    heights = (true_positives[1:] + true_positives[:-1]) / 2
    with np.errstate(invalid="ignore"):  # where there is no pair, 0 / 0 is NaN
        return float(np.sum(np.diff(false_positives) * heights) / (true_positives[-1] * false_positives[-1]))
