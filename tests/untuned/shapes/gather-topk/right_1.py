"""Plain loops and Python's stable sort (reverse=True keeps the order of equal scores). Open point: an empty plain list for scores is refused with ValueError, since it has no hypotheses; an array of shape (0, N) is fine."""
import numpy as np


def gather_topk(scores, items, k):
    scores = np.asarray(scores)
    items = np.asarray(items)
    if scores.ndim != 2 or items.ndim != 3:
        raise ValueError("scores must be [B, N] and items [B, N, D]")
    if items.shape[0] != scores.shape[0] or items.shape[1] != scores.shape[1]:
        raise ValueError("scores and items do not belong together")
    B, N = scores.shape
    if k < 1 or k > N:
        raise ValueError("k must lie in [1, N]")
    out = np.zeros((B, k, items.shape[2]), dtype=np.float64)
    for b in range(B):
        row = scores[b].tolist()
        order = sorted(range(N), key=lambda i: row[i], reverse=True)
        for r in range(k):
            out[b, r] = items[b, order[r]]
    return out
