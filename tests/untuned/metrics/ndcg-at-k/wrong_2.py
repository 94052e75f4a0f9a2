"""Mistake: stable argsort of -scores without a cast; unsigned scores wrap around and 0 comes first. Violates "scores: finite numbers ...; floats or integers" and "ranks the rows of each query by score, highest first". Shows on relevance [0, 1], scores np.array([0, 9], dtype=np.uint8), one query, k = 1."""
import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance = np.asarray(relevance).astype(np.int64)
    scores = np.asarray(scores)
    query_ids = np.asarray(query_ids)
    total, count = 0.0, 0
    for query in np.unique(query_ids):
        rows = np.flatnonzero(query_ids == query)
        order = rows[np.argsort(-scores[rows], kind="stable")]
        weights = 1.0 / np.log2(np.arange(len(rows)) + 2.0)
        gains = np.exp2(relevance[order]) - 1.0
        best = np.sort(gains)[::-1]
        idcg = np.dot(best[:k], weights[:k])
        count += 1
        if idcg > 0:
            total += np.dot(gains[:k], weights[:k]) / idcg
    return float(total / count)
