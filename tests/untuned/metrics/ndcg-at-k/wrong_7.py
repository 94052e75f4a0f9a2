"""Mistake: IDCG runs over all rows of the query, without the cut at k. Violates "IDCG is the same sum for the best possible order of all rows of the query, and like DCG ends at position k". Shows on relevance [3, 3], scores [2.0, 1.0], one query, k = 1: 0.61 instead of 1."""
import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    rel = np.asarray(relevance).astype(np.float64)
    s = np.asarray(scores).tolist()
    q = np.asarray(query_ids)
    out = []
    for query in np.unique(q):
        rows = np.flatnonzero(q == query).tolist()
        shown = sorted(rows, key=lambda i: s[i], reverse=True)
        discount = np.log2(np.arange(2, len(rows) + 2))
        dcg = ((2 ** rel[shown] - 1) / discount)[:k].sum()
        idcg = ((2 ** np.sort(rel[rows])[::-1] - 1) / discount).sum()
        out.append(dcg / idcg if idcg > 0 else 0.0)
    return float(np.mean(out))
