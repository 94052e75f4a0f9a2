"""Each position of a tie has the mean gain of the tie; the best order is unchanged."""

from fractions import Fraction
from itertools import groupby


def _expected_dcg(rows, k):
    gains = []
    for _, tie in groupby(sorted(rows, key=lambda row: -row[0]), key=lambda row: row[0]):
        own = [2**grade - 1 for _, grade in tie]
        gains += [Fraction(sum(own), len(own))] * len(own)
    return math.fsum(float(gain) / math.log2(position + 1) for position, gain in enumerate(gains[:k], start=1))


def reference(relevance, scores, query_ids, k, no_relevant="zero"):
    queries = {}
    for grade, score, query in zip(relevance, scores, query_ids, strict=True):
        queries.setdefault(int(query), []).append((float(score), int(grade)))
    values = []
    for rows in queries.values():
        best = _dcg(sorted((grade for _, grade in rows), reverse=True), k)
        if best > 0.0:
            values.append(_expected_dcg(rows, k) / best)
        elif no_relevant == "zero":
            values.append(0.0)
    return math.fsum(values) / len(values)


def any_order(rng, args):
    grades, scores, queries, k = args
    order = rng.permutation(len(grades))
    return grades[order], scores[order], queries[order], k


def ties_across_the_cut(rng):
    one = np.full(5, 2)
    return {
        "three rows, two positions": (np.array([3, 0, 1]), np.full(3, 0.5), one[:3], 2),
        "the first of five, one position": (np.array([4, 0, 0, 0, 0]), np.full(5, -1.0), one, 1),
        "a tie from the second row on": (np.array([0, 4, 2, 0, 1]), np.array([9.0, 1.0, 1.0, 1.0, 1.0]), one, 3),
        "a tie that ends at the cut": (np.array([4, 1, 0, 3, 0]), np.array([5.0, 5.0, 5.0, 1.0, 0.0]), one, 3),
        "two ties": (np.array([1, 4, 0, 3, 2]), np.array([5.0, 5.0, 1.0, 1.0, 1.0]), one, 4),
    }
