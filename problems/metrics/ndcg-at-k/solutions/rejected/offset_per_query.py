"""One sort of the whole log, with a large offset per query added to the scores.

Trap: the offset costs the digits by which scores differ, and no offset is large enough for every scale.
Mistake: early_optimisation
Caught by: stability/close-scores
"""

import numpy as np


def dcg_by_query(gains, query, order, k):
    gains, query = gains[order], query[order]
    position = np.arange(len(query)) - np.searchsorted(query, query)
    shown = position < k
    return np.bincount(query[shown], weights=gains[shown] / np.log2(position[shown] + 2.0))


def ndcg_at_k(relevance, scores, query_ids, k):
    gains = 2.0 ** np.asarray(relevance) - 1.0
    _, query = np.unique(np.asarray(query_ids), return_inverse=True)
    dcg = dcg_by_query(gains, query, np.argsort(1e6 * query - np.asarray(scores, dtype=float), kind="stable"), k)
    ideal = dcg_by_query(gains, query, np.argsort(1e6 * query - gains, kind="stable"), k)
    return float(np.mean(np.divide(dcg, ideal, out=np.zeros_like(dcg), where=ideal > 0)))
