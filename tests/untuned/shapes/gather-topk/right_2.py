"""Vectorised: scores become dense integer levels (np.unique), which can be negated safely; then one stable argsort and take_along_axis. Open point: an empty plain list is refused."""
import numpy as np


def gather_topk(scores, items, k):
    s = np.asarray(scores)
    x = np.asarray(items)
    if s.ndim != 2 or x.ndim != 3 or x.shape[:2] != s.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= s.shape[1]:
        raise ValueError("k out of range")
    _, level = np.unique(s, return_inverse=True)
    level = level.reshape(s.shape).astype(np.int64)
    order = np.argsort(-level, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(x, order[:, :, None], axis=1).astype(np.float64)
