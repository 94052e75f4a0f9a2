"""Mistake: scores are held in float32 to save memory, which makes different scores equal. Violates "Two scores are equal only if they are exactly equal; differences of 1e-12 are real differences". Shows on y = [0, 1], s = [0.5, 0.5 + 1e-12]: 0.5 instead of 1."""
import numpy as np


def roc_auc(y_true, scores):
    y = np.asarray(y_true)
    s = np.asarray(scores, dtype=np.float32)
    if y.ndim != 1 or s.ndim != 1 or y.size != s.size:
        raise ValueError("shape")
    if ((y != 0) & (y != 1)).any() or np.isnan(s).any():
        raise ValueError("value")
    p, q = s[y == 1], np.sort(s[y == 0])
    if not p.size or not q.size:
        return float("nan")
    wins = np.searchsorted(q, p, "left").sum() + np.searchsorted(q, p, "right").sum()
    return float(wins / (2 * p.size * q.size))
