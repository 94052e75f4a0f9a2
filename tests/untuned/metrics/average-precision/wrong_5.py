"""Mistake: the empty night is forgotten, the last row is looked up before anything is checked. Violates "n is 0 after a night without scans" with "result: a float". Shows on y = [], s = []: IndexError."""
import numpy as np


def average_precision(y_true, scores):
    y = np.asarray(y_true).astype(np.int64)
    s = np.asarray(scores)
    order = np.argsort(s, kind="stable")[::-1]
    y, s = y[order], s[order]
    tp = np.cumsum(y)
    total = tp[-1]
    if total == 0:
        return 0.0
    last_of_group = np.append(s[1:] != s[:-1], True)
    tp = tp[last_of_group]
    selected = np.flatnonzero(last_of_group) + 1
    gain = np.diff(np.concatenate([[0], tp]))
    return float(np.dot(gain, tp / selected) / total)
