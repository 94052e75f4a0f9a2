"""Two sorts of the whole log, positions by counting, sums by query. Policies: no_relevant=skipped."""

import numpy as np


def dcg_by_query(gains, query, order, k):
    gains, query = gains[order], query[order]
    first = np.searchsorted(query, query)
    position = np.arange(len(query)) - first
    shown = position < k
    return np.bincount(query[shown], weights=gains[shown] / np.log2(position[shown] + 2.0))


def ndcg_at_k(relevance, scores, query_ids, k):
    gains = 2.0 ** np.asarray(relevance) - 1.0
    _, query = np.unique(np.asarray(query_ids), return_inverse=True)
    dcg = dcg_by_query(gains, query, np.lexsort((-np.asarray(scores, dtype=float), query)), k)
    ideal = dcg_by_query(gains, query, np.lexsort((-gains, query)), k)
    judged = ideal > 0
    return float((dcg[judged] / ideal[judged]).mean())
