"""Per finding: AP is the mean over the findings of the precision at the finding's own score, by binary search in two sorted lists. Open point: NaN when there is no finding."""
from bisect import bisect_left

import numpy as np


def average_precision(y_true, scores):
    labels = [bool(v) for v in np.asarray(y_true).tolist()]
    values = np.asarray(scores).tolist()
    everything = sorted(values)
    positives = sorted(v for v, lab in zip(values, labels) if lab)
    if not positives:
        return float("nan")
    n, p = len(everything), len(positives)
    return float(sum((p - bisect_left(positives, t)) / (n - bisect_left(everything, t)) for t in positives) / p)
