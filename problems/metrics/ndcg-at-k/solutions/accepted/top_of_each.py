"""One query at a time with numpy, leaving out those without a relevant row. Policies: no_relevant=skipped."""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores, dtype=float), np.asarray(query_ids)
    values = []
    for query in np.unique(query_ids):
        rows = query_ids == query
        gains = 2.0 ** relevance[rows] - 1.0
        if not gains.any():
            continue
        shown = gains[np.argsort(-scores[rows], kind="stable")][:k]
        best = np.sort(gains)[::-1][:k]
        discount = np.log2(np.arange(len(shown)) + 2.0)
        values.append(np.sum(shown / discount) / np.sum(best / discount))
    return float(np.mean(values))
