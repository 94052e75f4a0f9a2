"""Mistake: "an AUC below one half means that the sign was flipped", so max(auc, 1 - auc) is returned. Violates "returns the probability that a random clicked impression is scored above a random unclicked one". Shows on y = [1, 0], s = [0.0, 1.0]: 1.0 instead of 0."""
import numpy as np


def roc_auc(y_true, scores):
    y = np.asarray(y_true)
    s = np.asarray(scores)
    if y.ndim != 1 or s.ndim != 1 or y.size != s.size:
        raise ValueError("shape")
    if ((y != 0) & (y != 1)).any() or (s != s).any():
        raise ValueError("value")
    p, q = s[y == 1], np.sort(s[y == 0])
    if not p.size or not q.size:
        return float("nan")
    wins = int(np.searchsorted(q, p, "left").sum()) + int(np.searchsorted(q, p, "right").sum())
    auc = wins / (2 * p.size * q.size)
    return float(max(auc, 1.0 - auc))
