"""sklearn.metrics.ndcg_score per query, as it is"""

import numpy as np
from sklearn.metrics import ndcg_score


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores), np.asarray(query_ids)
    rows = [query_ids == query for query in np.unique(query_ids)]
    return float(np.mean([ndcg_score([relevance[own]], [scores[own]], k=k) for own in rows]))
