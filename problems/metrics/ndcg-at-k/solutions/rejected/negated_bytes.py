"""Negates the scores in the type they are stored in. The decision taken: no_relevant=zero.

Trap: without a sign, 0 stays 0 and every other number wraps around.
Mistake: shapes_assumed
Caught by: edge/narrow-types
"""

import numpy as np


def dcg(gains, k):
    return np.sum(gains[:k] / np.log2(np.arange(len(gains[:k])) + 2.0))


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores), np.asarray(query_ids)
    values = []
    for query in np.unique(query_ids):
        rows = query_ids == query
        gains = 2.0 ** relevance[rows] - 1.0
        best = dcg(np.sort(gains)[::-1], k)
        shown = gains[np.argsort(-scores[rows], kind="stable")]
        values.append(dcg(shown, k) / best if best > 0 else 0.0)
    return float(np.mean(values))
