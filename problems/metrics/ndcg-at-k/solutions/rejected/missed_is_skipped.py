"""Skips queries whose own sum is zero.

Trap: the queries in which everything relevant was missed vanish with those that have nothing to find.
Mistake: wrong_objective
Caught by: edge/positions
May also fail: edge/narrow-types
"""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores, dtype=float), np.asarray(query_ids)
    values = []
    for query in np.unique(query_ids):
        rows = query_ids == query
        gains = 2.0 ** relevance[rows] - 1.0
        order = np.argsort(-scores[rows], kind="stable")
        discount = np.log2(np.arange(len(gains)) + 2.0)
        dcg = np.sum((gains[order] / discount)[:k])
        ideal = np.sum((np.sort(gains)[::-1] / discount)[:k])
        if dcg > 0:
            values.append(dcg / ideal)
    return float(np.mean(values)) if values else 0.0
