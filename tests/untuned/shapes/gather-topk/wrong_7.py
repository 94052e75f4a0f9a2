"""Mistake: only k > N is refused; k = 0 gives an empty result and a negative k slices from the end. Violates "A k below 1 or above N raises ValueError". Shows on scores [[1.0, 2.0]], items [[[1], [2]]], k = 0 (shape (1, 0, 1)) and k = -1 (one hypothesis)."""
import numpy as np


def gather_topk(scores, items, k):
    s = np.asarray(scores, dtype=np.float64)
    x = np.asarray(items, dtype=np.float64)
    if s.ndim != 2 or x.ndim != 3 or x.shape[:2] != s.shape:
        raise ValueError("shapes")
    if k > s.shape[1]:
        raise ValueError("k exceeds the number of hypotheses")
    order = np.argsort(-s, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(x, order[:, :, np.newaxis], axis=1)
