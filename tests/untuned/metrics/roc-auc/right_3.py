"""Binary search in the sorted unclicked scores, left and right insertion points averaged. Open point: with one class missing there is nothing to tell apart, and this version returns 0.5."""
import numpy as np


def roc_auc(y_true, scores):
    y = np.asarray(y_true)
    s = np.asarray(scores)
    if y.ndim != 1:
        raise ValueError("y_true is not one-dimensional")
    if s.ndim != 1:
        raise ValueError("scores is not one-dimensional")
    if y.size != s.size:
        raise ValueError("lengths differ")
    if ((y != 0) & (y != 1)).any():
        raise ValueError("unknown label")
    if (s != s).any():
        raise ValueError("NaN among the scores")
    p = s[y == 1]
    q = np.sort(s[y == 0])
    if p.size == 0 or q.size == 0:
        return 0.5
    lo = np.searchsorted(q, p, side="left").astype(np.int64)
    hi = np.searchsorted(q, p, side="right").astype(np.int64)
    return float((int(lo.sum()) + int(hi.sum())) / (2 * p.size * q.size))
