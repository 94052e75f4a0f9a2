"""Vectorised over all queries at once: two lexsorts, positions by subtracting group starts, sums by bincount. Open point: where nothing is relevant every order is the best one, so such a query counts as 1.0."""
import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    rel = np.asarray(relevance).astype(np.int64)
    s = np.asarray(scores)
    ids, q = np.unique(np.asarray(query_ids), return_inverse=True)
    q = q.ravel()
    n, n_queries = len(q), len(ids)
    size = np.bincount(q, minlength=n_queries)
    start = np.cumsum(size) - size
    _, level = np.unique(s, return_inverse=True)   # rank of the score as an int: safe to negate
    level = level.ravel()

    def dcg(key):
        order = np.lexsort((np.arange(n), -key, q))
        position = np.arange(n) - start[q[order]]          # from 0
        gain = np.exp2(rel[order]) - 1.0
        term = np.where(position < k, gain / np.log2(position + 2.0), 0.0)
        return np.bincount(q[order], weights=term, minlength=n_queries)

    ideal = dcg(rel)
    got = dcg(level)
    nothing = ideal == 0
    ndcg = np.where(nothing, 1.0, got / np.where(nothing, 1.0, ideal))
    return float(ndcg.mean())
