"""Skips queries of one row, which cannot be ranked, and counts 0 where nothing is relevant.

Trap: two ways to say nothing, treated in two ways.
Mistake: edge_cases_late
Caught by: oracle/uneven-queries, edge/no-relevant-rows, edge/small-logs
May also fail: edge/narrow-types
"""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores, dtype=float), np.asarray(query_ids)
    values = []
    for query in np.unique(query_ids):
        rows = query_ids == query
        if rows.sum() == 1:
            continue
        gains = 2.0 ** relevance[rows] - 1.0
        order = np.argsort(-scores[rows], kind="stable")
        discount = np.log2(np.arange(len(gains)) + 2.0)
        dcg = np.sum((gains[order] / discount)[:k])
        ideal = np.sum((np.sort(gains)[::-1] / discount)[:k])
        values.append(dcg / ideal if ideal > 0 else 0.0)
    return float(np.mean(values)) if values else 0.0
