"""Ranks by counting: the rank of a hypothesis is the number of better ones plus the number of equal ones before it; states are written to their rank. Open point: an empty plain list is refused."""
import numpy as np


def gather_topk(scores, items, k):
    s, x = np.asarray(scores), np.asarray(items)
    if (s.ndim, x.ndim) != (2, 3) or s.shape != x.shape[:2] or not 1 <= k <= s.shape[1]:
        raise ValueError("scores [B, N], items [B, N, D] and 1 <= k <= N are needed")
    n = s.shape[1]
    earlier = np.tri(n, k=-1, dtype=bool)               # [i, j]: j stands before i
    out = np.empty((s.shape[0], k, x.shape[2]))
    for b, row in enumerate(s):
        mine, other = row[:, None], row[None, :]
        rank = np.count_nonzero((other > mine) | ((other == mine) & earlier), axis=1)
        lives = rank < k
        out[b, rank[lives]] = x[b, lives]
    return out
