"""Mistake: queries with a single row are skipped because "there is nothing to rank". Violates "The result is the mean of nDCG over the queries; each query counts once, however many rows it has". Shows on query_ids [1, 2, 2], relevance [3, 0, 1], scores [1.0, 2.0, 1.0], k = 2: 0.63 instead of 0.82."""
import math

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    groups = {}
    for r, s, q in zip(np.asarray(relevance).tolist(), np.asarray(scores).tolist(), np.asarray(query_ids).tolist()):
        groups.setdefault(q, []).append((s, r))
    values = []
    for rows in groups.values():
        if len(rows) < 2:
            continue
        shown = [r for _, r in sorted(rows, key=lambda t: t[0], reverse=True)][:k]
        best = sorted((r for _, r in rows), reverse=True)[:k]
        dcg = sum((2 ** r - 1) / math.log2(i + 2) for i, r in enumerate(shown))
        idcg = sum((2 ** r - 1) / math.log2(i + 2) for i, r in enumerate(best))
        values.append(dcg / idcg if idcg else 0.0)
    return float(np.mean(values)) if values else 1.0
