"""Mistake: the pairs (score, judgement) are sorted as tuples, so among equal scores the better judgement is shown first. Violates "Rows of a query with exactly equal scores are shown in the order in which they stand in the input". Shows on relevance [0, 1], scores [2.0, 2.0], one query, k = 1: 1 instead of 0."""
from collections import defaultdict
from math import log2

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    per_query = defaultdict(list)
    for q, s, r in zip(np.asarray(query_ids).tolist(), np.asarray(scores).tolist(), np.asarray(relevance).tolist()):
        per_query[q].append((s, r))
    total = 0.0
    for pairs in per_query.values():
        shown = [r for _, r in sorted(pairs, reverse=True)]
        best = sorted((r for _, r in pairs), reverse=True)
        dcg, idcg = (sum((2 ** r - 1) / log2(i + 2) for i, r in enumerate(rs[:k])) for rs in (shown, best))
        total += dcg / idcg if idcg else 0.0
    return total / len(per_query)
