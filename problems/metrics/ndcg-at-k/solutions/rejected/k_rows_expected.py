"""Takes k rows from every query.

Trap: many queries have fewer.
Mistake: shapes_assumed
Caught by: edge/positions, oracle/uneven-queries
May also fail: oracle/distinct-scores, oracle/tied-scores, metamorphic/rows-together,
  metamorphic/other-scales, edge/no-relevant-rows
"""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores, dtype=float), np.asarray(query_ids)
    values = []
    for query in np.unique(query_ids):
        rows = query_ids == query
        gains = 2.0 ** relevance[rows] - 1.0
        order = np.argsort(-scores[rows], kind="stable")
        discount = np.log2(np.arange(k) + 2.0)
        dcg = np.sum(gains[order][:k] / discount)
        ideal = np.sum(np.sort(gains)[::-1][:k] / discount)
        values.append(dcg / ideal if ideal > 0 else 0.0)
    return float(np.mean(values))
