"""Selection: k times the first maximum among the hypotheses not yet taken, for all utterances at once. Open point: an empty plain list is refused."""
import numpy as np


def gather_topk(scores, items, k):
    s = np.array(scores, dtype=np.float64)
    x = np.asarray(items)
    if s.ndim != 2 or x.ndim != 3 or s.shape != x.shape[:2]:
        raise ValueError("scores [B, N] and items [B, N, D] expected")
    B, N = s.shape
    if k < 1 or k > N:
        raise ValueError("k")
    free = np.ones((B, N), dtype=bool)
    rows = np.arange(B)
    out = np.empty((B, k, x.shape[2]), dtype=np.float64)
    for r in range(k):
        best = np.where(free, s, -np.inf).max(axis=1)
        pick = (free & (s == best[:, None])).argmax(axis=1)
        free[rows, pick] = False
        out[:, r] = x[rows, pick]
    return out
