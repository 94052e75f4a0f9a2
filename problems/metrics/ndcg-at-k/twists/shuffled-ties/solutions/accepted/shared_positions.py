"""Plain Python: a tie's gains times the discounts of the positions it fills. Policies: no_relevant=zero."""

from collections import defaultdict
from math import log2


def ndcg_at_k(relevance, scores, query_ids, k):
    queries = defaultdict(lambda: defaultdict(list))
    for grade, score, query in zip(relevance, scores, query_ids):
        queries[int(query)][float(score)].append(2 ** int(grade) - 1)
    total = 0.0
    for ties in queries.values():
        gains = sorted((gain for tie in ties.values() for gain in tie), reverse=True)
        discounts = [1 / log2(place + 2) if place < k else 0.0 for place in range(len(gains))]
        ideal = sum(gain * discount for gain, discount in zip(gains, discounts))
        expected, place = 0.0, 0
        for score in sorted(ties, reverse=True):
            tie = ties[score]
            expected += sum(tie) / len(tie) * sum(discounts[place : place + len(tie)])
            place += len(tie)
        total += expected / ideal if ideal else 0.0
    return total / len(queries)
