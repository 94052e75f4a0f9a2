"""The first two positions are not discounted.

Trap: log2 of the position, with the first one taken care of.
Mistake: no_validation
Caught by: oracle/distinct-scores, oracle/tied-scores, oracle/uneven-queries, edge/positions
May also fail: edge/no-relevant-rows, edge/small-logs, stability/close-scores, policy/no_relevant,
  edge/narrow-types
"""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores, dtype=float), np.asarray(query_ids)
    values = []
    for query in np.unique(query_ids):
        rows = query_ids == query
        gains = 2.0 ** relevance[rows] - 1.0
        order = np.argsort(-scores[rows], kind="stable")
        with np.errstate(divide="ignore"):
            discount = np.maximum(np.log2(np.arange(len(gains)) + 1.0), 1.0)
        dcg = np.sum((gains[order] / discount)[:k])
        ideal = np.sum((np.sort(gains)[::-1] / discount)[:k])
        values.append(dcg / ideal if ideal > 0 else 0.0)
    return float(np.mean(values))
