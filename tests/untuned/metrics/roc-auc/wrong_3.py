"""Mistake: raw outputs are first squashed to probabilities; a sigmoid is monotone on paper but saturates in floating point. Violates "scores: any finite number, not confined to [0, 1]" and "Two scores are equal only if they are exactly equal". Shows on y = [0, 1], s = [40.0, 50.0]: 0.5 instead of 1."""
import numpy as np


def roc_auc(y_true, scores):
    y = np.asarray(y_true)
    s = np.asarray(scores, dtype=np.float64)
    if y.ndim != 1 or s.ndim != 1 or y.size != s.size:
        raise ValueError("shape")
    if ((y != 0) & (y != 1)).any() or np.isnan(s).any():
        raise ValueError("value")
    if s.size and (s.min() < 0 or s.max() > 1):
        z = np.exp(-np.abs(s))
        s = np.where(s >= 0, 1 / (1 + z), z / (1 + z))
    _, inv, cnt = np.unique(s, return_inverse=True, return_counts=True)
    rank = (np.cumsum(cnt) - (cnt - 1) / 2)[inv.ravel()]
    pos = y == 1
    n1 = int(pos.sum())
    n0 = y.size - n1
    if n1 == 0 or n0 == 0:
        return float("nan")
    return float((rank[pos].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))
