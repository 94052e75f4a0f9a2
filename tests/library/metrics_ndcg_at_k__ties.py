"""sklearn.metrics.ndcg_score per query, of exponential gains"""

import numpy as np
from sklearn.metrics import ndcg_score


def ndcg_at_k(relevance, scores, query_ids, k):
    gains, scores, query_ids = 2.0 ** np.asarray(relevance) - 1, np.asarray(scores, dtype=float), np.asarray(query_ids)
    values = []
    for query in np.unique(query_ids):
        own = query_ids == query
        if own.sum() == 1:  # which ndcg_score refuses
            values.append(float(gains[own][0] > 0))
        else:
            values.append(ndcg_score([gains[own]], [scores[own]], k=k))
    return float(np.mean(values))
