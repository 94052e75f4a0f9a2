"""Sorts the caller's arrays to have queries together.

Trap: slices that are assigned to write into somebody else's log.
Mistake: none
Caught by: hygiene/inputs
"""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores, dtype=float), np.asarray(query_ids)
    order = np.argsort(query_ids, kind="stable")
    relevance[:], scores[:], query_ids[:] = relevance[order], scores[order], query_ids[order]
    values = []
    for query in np.unique(query_ids):
        rows = query_ids == query
        gains = 2.0 ** relevance[rows] - 1.0
        order = np.argsort(-scores[rows], kind="stable")
        discount = np.log2(np.arange(len(gains)) + 2.0)
        dcg = np.sum((gains[order] / discount)[:k])
        ideal = np.sum((np.sort(gains)[::-1] / discount)[:k])
        values.append(dcg / ideal if ideal > 0 else 0.0)
    return float(np.mean(values))
