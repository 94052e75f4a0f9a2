"""A dictionary of rows per query, sorted twice; plain Python. Policies: no_relevant=zero."""

from collections import defaultdict
from math import log2


def dcg(grades):
    return sum((2**grade - 1) / log2(position + 2) for position, grade in enumerate(grades))


def ndcg_at_k(relevance, scores, query_ids, k):
    rows = defaultdict(list)
    for grade, score, query in zip(relevance, scores, query_ids):
        rows[int(query)].append((-float(score), int(grade)))
    total = 0.0
    for found in rows.values():
        shown = [grade for _, grade in sorted(found, key=lambda row: row[0])]
        ideal = dcg(sorted(shown, reverse=True)[:k])
        if ideal:
            total += dcg(shown[:k]) / ideal
    return total / len(rows)
