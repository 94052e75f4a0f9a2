"""Sorts pairs of score and judgement.

Trap: every tie is broken by the very thing that is to be measured.
Mistake: leakage
Caught by: oracle/tied-scores, edge/small-logs
May also fail: edge/narrow-types
"""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores, dtype=float), np.asarray(query_ids)
    values = []
    for query in np.unique(query_ids):
        rows = query_ids == query
        gains = 2.0 ** relevance[rows] - 1.0
        order = np.lexsort((-gains, -scores[rows]))
        discount = np.log2(np.arange(len(gains)) + 2.0)
        dcg = np.sum((gains[order] / discount)[:k])
        ideal = np.sum((np.sort(gains)[::-1] / discount)[:k])
        values.append(dcg / ideal if ideal > 0 else 0.0)
    return float(np.mean(values))
