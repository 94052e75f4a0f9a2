"""Shares gains among the rows of a tie that made it into the first k positions.

Trap: the cut comes first, so rows of the tie below it are never averaged in.
Mistake: edge_cases_late
Caught by: edge/tie-across-the-cut, metamorphic/row-order
May also fail: oracle/tied-scores, edge/narrow-types
"""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores, dtype=float), np.asarray(query_ids)
    values = []
    for query in np.unique(query_ids):
        rows = query_ids == query
        gains, own = 2.0 ** relevance[rows] - 1.0, scores[rows]
        order = np.argsort(-own, kind="stable")[:k]
        _, tie, size = np.unique(own[order], return_inverse=True, return_counts=True)
        shared = (np.bincount(tie, weights=gains[order]) / size)[tie]
        discount = np.log2(np.arange(len(order)) + 2.0)
        ideal = np.sum(np.sort(gains)[::-1][:k] / discount)
        values.append(np.sum(shared / discount) / ideal if ideal > 0 else 0.0)
    return float(np.mean(values))
