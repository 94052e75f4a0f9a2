"""Mistake: sklearn's ndcg_score (on exponential gains) is used as it is; it averages over the orders of tied rows. Violates "Rows of a query with exactly equal scores are shown in the order in which they stand in the input". Shows on relevance [1, 0], scores [2.0, 2.0], one query, k = 1: 0.5 instead of 1."""
import numpy as np
from sklearn.metrics import ndcg_score


def ndcg_at_k(relevance, scores, query_ids, k):
    gain = 2.0 ** np.asarray(relevance, dtype=np.float64) - 1.0
    scores = np.asarray(scores, dtype=np.float64)
    query_ids = np.asarray(query_ids)
    values = []
    for query in np.unique(query_ids):
        pick = query_ids == query
        g, s = gain[pick], scores[pick]
        if len(g) == 1:
            values.append(1.0 if g[0] > 0 else 0.0)
        else:
            values.append(ndcg_score(g[None, :], s[None, :], k=min(int(k), len(g))))
    return float(np.mean(values))
