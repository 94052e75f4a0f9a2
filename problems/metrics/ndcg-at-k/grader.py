"""Reference and generators of `ndcg_at_k`: one query after the other, in plain Python."""

import math

import numpy as np


def _dcg(grades, k):
    return math.fsum((2**grade - 1) / math.log2(position + 1) for position, grade in enumerate(grades[:k], start=1))


def reference(relevance, scores, query_ids, k, no_relevant="zero"):
    queries = {}
    for grade, score, query in zip(relevance, scores, query_ids, strict=True):
        queries.setdefault(int(query), []).append((float(score), int(grade)))
    values = []
    for rows in queries.values():
        shown = [grade for _, grade in sorted(rows, key=lambda row: -row[0])]
        best = _dcg(sorted(shown, reverse=True), k)
        if best > 0.0:
            values.append(_dcg(shown, k) / best)
        elif no_relevant == "zero":
            values.append(0.0)
    return math.fsum(values) / len(values)


def _names(rng, count):
    """Query ids of any size and sign, in pairs one apart."""
    names = rng.integers(-(2**62), 2**62, size=count)
    names[1::2] = names[: count // 2 * 2 : 2] + 1
    return names


def _log(rng, sizes):
    """Interleaved rows of queries of the given sizes; each has a relevant row, and a scale of its own."""
    names = _names(rng, len(sizes))
    grades, scores, queries = [], [], []
    for name, size in zip(names, sizes, strict=True):
        own = rng.choice([0, 0, 0, 1, 2, 3, 4], size=size)
        own[rng.integers(size)] = rng.integers(1, 5)
        grades.append(own)
        scores.append((rng.normal(size=size) + 0.4 * own) * 10.0 ** rng.uniform(-2, 2) + rng.uniform(-50, 50))
        queries.append(np.full(size, name))
    order = rng.permutation(sum(sizes))
    return tuple(np.concatenate(part)[order] for part in (grades, scores, queries))


def distinct_case(rng, i):
    """One to six queries with distinct scores; k from 1 to beyond the rows of some of them."""
    sizes = [int(size) for size in rng.integers(2, 6 + 2 * i, size=1 + i % 6)]
    return *_log(rng, sizes), 1 + int(rng.integers(0, 3 + 2 * i))


def uneven_case(rng, i):
    """One long query among several short ones, some of a single row."""
    return *_log(rng, [60 + 20 * i, 1, 2, 1, 3]), [3, 10, 5, 100][i % 4]


def tied_case(rng, i):
    """A few queries of thirty rows and more, of which many share a score."""
    grades, scores, queries = _log(rng, [30 + 8 * i, 25, 12])
    levels = 2 + i % 4
    for name in np.unique(queries):
        own = queries == name
        scores[own] = np.argsort(np.argsort(scores[own])) * levels // own.sum()
    return grades, scores * 0.5 - 1.0, queries, 4 + 3 * i


def whole_number_case(rng, i):
    grades, scores, queries, k = tied_case(rng, i)
    return grades, 2.0 * scores, queries, k


def _flags(rng, grades, queries, count):
    """Set all grades of `count` queries to 0."""
    for name in np.unique(queries)[:count]:
        grades[queries == name] = 0
    return grades


def probe_no_relevant(rng):
    grades, scores, queries = _log(rng, [5, 6, 4])
    return {
        "one of three queries": (_flags(rng, grades.copy(), queries, 1), scores, queries, 3),
        "two of three queries": (_flags(rng, grades.copy(), queries, 2), scores, queries, 4),
    }


def no_relevant_rows(rng):
    grades, scores, queries = _log(rng, [3, 1, 8, 1, 5])
    single = np.isin(queries, [q for q in np.unique(queries) if (queries == q).sum() == 1])
    long = np.isin(queries, [q for q in np.unique(queries) if (queries == q).sum() == 8])
    return {
        "the queries of one row": (np.where(single, 0, grades), scores, queries, 3),
        "the longest query": (np.where(long, 0, grades), scores, queries, 3),
        "its scores equal too": (np.where(long, 0, grades), np.where(long, 1.5, scores), queries, 100),
        "two rows, one relevant": (np.array([0, 2]), np.array([0.5, 0.4]), np.array([4, 5]), 1),
        "all but one": (np.where(long, grades, 0), scores, queries, 2),
    }


def positions(rng):
    one = np.array([3, 3, 3, 3])
    falling = np.array([4.0, 3.0, 2.0, 1.0])
    return {
        "the first position only": (np.array([1, 4, 0, 2]), falling, one, 1),
        "two positions, four relevant rows": (np.array([1, 2, 3, 4]), falling, one, 2),
        "as many positions as rows": (np.array([0, 1, 0, 4]), falling, one, 4),
        "one position more than rows": (np.array([0, 1, 0, 4]), falling, one, 5),
        "many more positions than rows": (np.array([2, 0, 0, 1]), falling, one, 1000),
        "relevant rows beyond the last position": (np.array([0, 0, 3, 1]), falling, one, 2),
        "beyond the last position in one of two": (
            np.array([0, 0, 3, 1, 2, 1]),
            np.array([4.0, 3.0, 2.0, 1.0, 9.0, 8.0]),
            np.array([3, 3, 3, 3, 5, 5]),
            2,
        ),
    }


def small_logs(rng):
    noise = rng.normal(size=5)
    return {
        "one row": (np.array([3]), np.array([-0.5]), np.array([12]), 10),
        "one row per query": (np.array([3, 1, 4]), np.array([0.5, 0.1, 0.3]), np.array([2, 1, 3]), 2),
        "one grade": (np.full(5, 2), noise, np.full(5, 8), 3),
        "one relevant row": (np.array([0, 0, 1, 0, 0]), noise, np.full(5, 8), 5),
        "two queries by turns": (np.array([4, 0, 0, 4]), np.array([1.0, 1.0, 2.0, 2.0]), np.array([0, 1, 0, 1]), 2),
        "equal scores, best rows first": (np.array([4, 3, 1, 0]), np.full(4, 0.25), np.full(4, 6), 4),
        "equal scores, best rows last": (np.array([0, 1, 3, 4]), np.full(4, 0.25), np.full(4, 6), 4),
        "scores below zero": (np.array([1, 0, 2]), np.array([-5.0, -1.0, -3.0]), np.full(3, -1), 2),
    }


def narrow_types(rng):
    """Judgements and scores in small integer types, down to the least number of each."""
    cases = {}
    for dtype in (np.uint8, np.int8, np.uint16, np.int32, np.uint64):
        grades, scores, queries = _log(rng, [14, 9, 1, 6])
        least = max(int(np.iinfo(dtype).min), -(2**31))
        places = np.argsort(np.argsort(scores)) * 2 // 3
        for name in np.unique(queries):
            own = queries == name
            places[own] -= places[own].min()
        cases[np.dtype(dtype).name] = (grades.astype(dtype), (places + least).astype(dtype), queries, 4)
    return cases


def close_scores(rng):
    cases = {}
    for name, offset in (("near zero", 0.0), ("near one", 1.0), ("far below zero", -30.0)):
        grades = rng.choice([0, 1, 2, 4], size=30)
        cases[name] = (grades, offset + 1e-12 * rng.permutation(30).astype(float), np.full(30, 4), 12)
    grades, sizes = rng.choice([0, 1, 2, 4], size=24), 10.0 ** rng.permutation(np.arange(-120, 120, 10))
    cases["very large and very small"] = (grades, rng.choice([-1.0, 1.0], 24) * sizes, np.repeat([1, 2], 12), 6)
    grades, scores, queries = _log(rng, [12, 12])
    scale = np.where(queries == queries[0], 1e15, 1e-9)
    cases["queries of very different scale"] = (grades, scale * scores, queries, 5)
    for case in cases.values():
        case[0][:] = np.where(rng.random(len(case[0])) < 0.3, 3, case[0])
    return cases


def by_query(rng, args):
    """All rows of a query together, in their order."""
    grades, scores, queries, k = args
    order = np.argsort(queries, kind="stable")
    return grades[order], scores[order], queries[order], k


def other_scales(rng, args):
    """Each query's scores on another increasing scale."""
    grades, scores, queries, k = args
    scores = scores.copy()
    for name in np.unique(queries):
        own = queries == name
        standard = (scores[own] - scores[own].mean()) / (scores[own].std() + 1.0)
        scores[own] = np.exp(2.0 * standard) + rng.uniform(-900, 900)
    return grades, scores, queries, k


def same_measure(args, out, args2, out2):
    return None if abs(out - out2) <= 1e-9 else f"the result went from {out!r} to {out2!r}"
