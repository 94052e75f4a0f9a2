"""Mistake: the three columns are stacked into one float64 array, where ids beyond 2^53 run together. Violates "query_ids: 64-bit integers, any values". Shows on query_ids [2**60, 2**60 + 1], relevance [4, 1], scores [1.0, 2.0], k = 2: one query instead of two."""
import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    table = np.column_stack([
        np.asarray(query_ids, dtype=np.float64),
        np.asarray(scores, dtype=np.float64),
        np.asarray(relevance, dtype=np.float64),
    ])
    values = []
    for query in np.unique(table[:, 0]):
        part = table[table[:, 0] == query]
        part = part[np.argsort(-part[:, 1], kind="stable")]
        gain = 2.0 ** part[:, 2] - 1.0
        m = min(k, len(gain))
        disc = 1.0 / np.log2(np.arange(m) + 2.0)
        ideal = np.sort(gain)[::-1][:m] @ disc
        values.append(gain[:m] @ disc / ideal if ideal > 0 else 0.0)
    return float(np.mean(values))
