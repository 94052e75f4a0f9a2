"""Mistake: the worklist is sorted in place to find the thresholds; a list or array of the caller comes back sorted. Violates "The arguments belong to the caller, so leave them as they are". Shows on s = [1.0, 3.0, 2.0]: afterwards [1.0, 2.0, 3.0]."""
from bisect import bisect_left

import numpy as np


def average_precision(y_true, scores):
    found = sorted(s for s, y in zip(scores, y_true) if y)
    if not found:
        return 0.0
    scores.sort()
    n, p = len(scores), len(found)
    ap = 0.0
    for t in found:
        precision = (p - bisect_left(found, t)) / (n - bisect_left(scores, t))
        ap += precision / p
    return float(ap)
