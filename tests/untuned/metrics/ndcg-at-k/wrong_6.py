"""Mistake: the gains 2^r - 1 are computed in place in np.asarray(relevance, dtype=int64), which is the caller's array if it has that type. Violates "The first three arguments ... read-only or views, and stay as they are". Shows on relevance = np.array([2, 0]): afterwards [3, 0]."""
import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    gain = np.asarray(relevance, dtype=np.int64)
    np.left_shift(1, gain, out=gain)
    gain -= 1
    scores = np.asarray(scores).tolist()
    ids = np.asarray(query_ids).tolist()
    rows_of = {}
    for i, q in enumerate(ids):
        rows_of.setdefault(q, []).append(i)
    result = []
    for rows in rows_of.values():
        shown = sorted(rows, key=lambda i: scores[i], reverse=True)
        g = gain[shown].astype(np.float64)
        m = min(k, len(g))
        w = 1.0 / np.log2(np.arange(2, m + 2))
        ideal = np.sort(g)[::-1][:m] @ w
        result.append(g[:m] @ w / ideal if ideal > 0 else 0.0)
    return float(np.mean(result))
