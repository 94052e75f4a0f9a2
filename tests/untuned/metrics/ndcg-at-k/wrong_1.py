"""Mistake: descending order by reversing an ascending argsort, which turns ties round as well. Violates "Rows of a query with exactly equal scores are shown in the order in which they stand in the input". Shows on relevance [1, 0], scores [2.0, 2.0], one query, k = 1: 0 instead of 1."""
import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    rel, s, q = np.asarray(relevance), np.asarray(scores), np.asarray(query_ids)
    values = []
    for query in np.unique(q):
        r = rel[q == query].astype(np.float64)
        order = np.argsort(s[q == query], kind="stable")[::-1]
        m = min(k, len(r))
        discount = np.log2(np.arange(2, m + 2))
        idcg = np.sum((2 ** np.sort(r)[::-1][:m] - 1) / discount)
        dcg = np.sum((2 ** r[order][:m] - 1) / discount)
        values.append(dcg / idcg if idcg > 0 else 0.0)
    return float(np.mean(values))
