"""Mistake: the definition is evaluated pair by pair (one clicked row at a time, so memory is fine). Violates "The time must grow like n log n, not like n^2". Shows on 200,000 rows with a third clicked: 9 billion comparisons."""
import numpy as np


def roc_auc(y_true, scores):
    y = np.asarray(y_true)
    s = np.asarray(scores)
    if y.ndim != 1 or s.ndim != 1 or y.size != s.size:
        raise ValueError("shape")
    if ((y != 0) & (y != 1)).any() or (s != s).any():
        raise ValueError("value")
    p, q = s[y == 1], s[y == 0]
    if not p.size or not q.size:
        return float("nan")
    points = 0.0
    for a in p:
        points += np.count_nonzero(q < a) + 0.5 * np.count_nonzero(q == a)
    return float(points / (p.size * q.size))
