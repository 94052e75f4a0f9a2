"""Mistake: every row is its own threshold, so tied scans are cut apart in input order. Violates "Let t_1 > t_2 > ... be the distinct scores ... At threshold t_k all scans with a score of at least t_k are selected". Shows on y = [1, 0], s = [3.0, 3.0]: 1.0 instead of 0.5."""
import numpy as np


def average_precision(y_true, scores):
    y = [int(v) for v in np.asarray(y_true).tolist()]
    s = np.asarray(scores).tolist()
    total = sum(y)
    if total == 0:
        return 0.0
    hits, ap = 0, 0.0
    for rank, i in enumerate(sorted(range(len(s)), key=s.__getitem__, reverse=True), start=1):
        if y[i]:
            hits += 1
            ap += hits / rank / total
    return ap
