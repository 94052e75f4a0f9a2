"""Scores in single precision.

Trap: what differs in the eighth digit becomes a tie.
Mistake: edge_cases_late
Caught by: stability/close-scores
May also fail: edge/narrow-types
"""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    np.seterr(over="ignore")
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores).astype(np.float32), np.asarray(query_ids)
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
