"""All rows in one ranking.

Trap: scores of different queries are compared, and the ids are never used.
Mistake: wrong_objective
Caught by: oracle/distinct-scores, oracle/uneven-queries, oracle/tied-scores, metamorphic/other-scales,
    policy/no_relevant
May also fail: edge/positions, edge/no-relevant-rows, edge/small-logs, stability/close-scores,
  edge/narrow-types
"""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    gains = 2.0 ** np.asarray(relevance) - 1.0
    order = np.argsort(-np.asarray(scores, dtype=float), kind="stable")
    discount = np.log2(np.arange(len(gains)) + 2.0)
    ideal = np.sum((np.sort(gains)[::-1] / discount)[:k])
    return float(np.sum((gains[order] / discount)[:k]) / ideal) if ideal > 0 else 0.0
