"""Sums of all queries, divided once.

Trap: queries with many good titles drown the others.
Mistake: wrong_objective
Caught by: oracle/distinct-scores, oracle/uneven-queries, oracle/tied-scores, policy/no_relevant
May also fail: edge/positions, edge/no-relevant-rows, stability/close-scores, edge/narrow-types
"""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores, dtype=float), np.asarray(query_ids)
    total, best = 0.0, 0.0
    for query in np.unique(query_ids):
        rows = query_ids == query
        gains = 2.0 ** relevance[rows] - 1.0
        order = np.argsort(-scores[rows], kind="stable")
        discount = np.log2(np.arange(len(gains)) + 2.0)
        dcg = np.sum((gains[order] / discount)[:k])
        ideal = np.sum((np.sort(gains)[::-1] / discount)[:k])
        total, best = total + dcg, best + ideal
    return float(total / best)
