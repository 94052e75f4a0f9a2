import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    """Mean over queries of the normalised discounted cumulative gain of the first k positions.

    relevance: [n] judgements from 0 to 4.
    scores: [n] the model's scores, higher = shown earlier.
    query_ids: [n] the query of each row.
    k: number of positions that count.
    Returns a float.
    """
    raise NotImplementedError
