"""A query ends where the next row has another id.

Trap: `groupby` of itertools on a log that is not sorted by query.
Mistake: shapes_assumed
Caught by: metamorphic/rows-together, oracle/distinct-scores, oracle/uneven-queries, oracle/tied-scores, edge/small-logs
May also fail: edge/no-relevant-rows, stability/close-scores, policy/no_relevant, edge/narrow-types
"""

from itertools import groupby
from math import log2


def dcg(grades):
    return sum((2**grade - 1) / log2(position + 2) for position, grade in enumerate(grades))


def ndcg_at_k(relevance, scores, query_ids, k):
    values = []
    for _, found in groupby(zip(query_ids, scores, relevance), key=lambda row: int(row[0])):
        shown = [int(grade) for _, _, grade in sorted(found, key=lambda row: -float(row[1]))]
        ideal = dcg(sorted(shown, reverse=True)[:k])
        values.append(dcg(shown[:k]) / ideal if ideal else 0.0)
    return sum(values) / len(values)
