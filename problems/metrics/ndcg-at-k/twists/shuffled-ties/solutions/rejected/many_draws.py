"""The mean of two hundred shuffles.

Trap: an estimate where the expectation was asked for.
Mistake: no_validation
Caught by: determinism/expectation, oracle/tied-scores, edge/tie-across-the-cut, metamorphic/row-order
May also fail: edge/small-logs, hygiene/inputs, edge/narrow-types
"""

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    relevance, scores, query_ids = np.asarray(relevance), np.asarray(scores, dtype=float), np.asarray(query_ids)
    rng = np.random.default_rng()
    values = []
    for query in np.unique(query_ids):
        rows = query_ids == query
        gains, own = 2.0 ** relevance[rows] - 1.0, scores[rows]
        discount = np.log2(np.arange(len(gains)) + 2.0)
        ideal = np.sum((np.sort(gains)[::-1] / discount)[:k])
        draws = [np.lexsort((rng.random(len(gains)), -own)) for _ in range(200)]
        dcg = np.mean([np.sum((gains[order] / discount)[:k]) for order in draws])
        values.append(dcg / ideal if ideal > 0 else 0.0)
    return float(np.mean(values))
