"""The best k of each row with their states: the definition row by row, and inputs that reveal its look-alikes."""

import math

import numpy as np


def reference(scores, items, k):
    """Sort the pairs of score and index of one utterance with Python's own comparison."""
    scores, items = np.asarray(scores), np.asarray(items, dtype=float)
    if scores.ndim != 2 or items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    out = np.empty((len(scores), k, items.shape[2]))
    for utterance, row in enumerate(scores.tolist()):
        ranked = sorted(range(len(row)), key=lambda j, row=row: (-row[j], j))
        for rank in range(k):
            out[utterance, rank] = items[utterance, ranked[rank]]
    return out


def _states(rng, b, n, d):
    """States that differ in every number."""
    return rng.permutation(b * n * d).reshape(b, n, d) + rng.uniform(-0.4, 0.4, size=(b, n, d))


def _sizes(rng, i, count):
    """Sizes that are all different, in every order of magnitude relative to each other."""
    return [int(size) for size in rng.choice(np.arange(2, 5 + count + i), size=count, replace=False)]


def beam_case(rng, i):
    b, n, d = _sizes(rng, i, 3)
    return rng.normal(-5, 3, size=(b, n)), _states(rng, b, n, d), int(rng.integers(1, n + 1))


def square_case(rng, i):
    """Sizes that coincide, where a broadcast along the wrong axis raises nothing."""
    p, q = _sizes(rng, 2, 2)
    p, q = max(p, q), min(p, q)
    b, n, d, k = [(p, p, p, p), (q, p, p, q), (p, p, q, q), (q, p, q, q), (p, p, p, q), (1, p, 1, 1)][i % 6]
    return rng.normal(-5, 3, size=(b, n)), _states(rng, b, n, d), k


def tied_case(rng, i):
    """Scores of few levels, in beams from small to wide."""
    b, n, d = 1 + i % 3, 4 + 8 * i, 2
    scores = rng.integers(0, 2 + i % 3, size=(b, n)) / 4.0
    return scores, _states(rng, b, n, d), 1 + (i * (n - 1)) // 9


def quantised_case(rng, i):
    """Scores as bytes, signed or not, over their whole range, and as small floats."""
    dtype = [np.uint8, np.int8, np.float16, np.float32][i % 4]
    n = 6 + i
    if i % 4 < 2:
        low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
        scores = rng.integers(low, high + 1, size=(3, n)).astype(dtype)
        scores[:, rng.permutation(n)[:3]] = [low, high, 0]
    else:
        scores = rng.normal(-5, 3, size=(3, n)).astype(dtype)
    return scores, _states(rng, 3, n, 2), [n, 4, n, 5][i % 4]


def small_sizes(rng):
    """Sizes of one, all places, and no utterance."""

    def case(b, n, d, k):
        return rng.normal(size=(b, n)), _states(rng, b, n, d), k

    return {
        "one place": case(3, 5, 2, 1),
        "as many places as hypotheses": case(3, 5, 2, 5),
        "one utterance": case(1, 5, 2, 3),
        "one hypothesis": case(3, 1, 2, 1),
        "one number per state": case(3, 5, 1, 2),
        "all sizes one": case(1, 1, 1, 1),
        "no utterance": (np.zeros((0, 4)), np.zeros((0, 4, 3)), 2),
    }


def score_cases(rng):
    """Scores that rounding, exponentials and marks for what is already taken get wrong."""

    def case(rows, k):
        scores = np.array(rows, dtype=float)
        return scores, _states(rng, *scores.shape, 2), k

    inf = math.inf
    above = [1.0]
    for _ in range(4):
        above.append(math.nextafter(above[-1], 2.0))
    return {
        "pruned hypotheses fill the places": case([[-inf, -2.0, -inf, -1.0, -inf]], 4),
        "all but one pruned": case([[-inf, -inf, -inf, 0.5], [-inf, 0.5, -inf, -inf]], 3),
        "all pruned": case([[-inf] * 5, [-inf] * 5], 3),
        "pinned hypotheses": case([[0.0, inf, 3.0, inf, -inf]], 5),
        "neighbours on the number line": case([above, above[::-1], [above[j] for j in (2, 0, 4, 1, 3)]], 5),
        "close together and far from zero": case([[1e15, 1e15 + 1, 1e15 + 0.5, 1e15 - 1]], 4),
        "differences below any constant": case([[1e-20, 3e-20, 2e-20, 0.0]], 4),
        "hundreds apart": case([[-2000.0, -1000.0, 0.0, -1500.0, -900.0]], 5),
        "thousands": case([[9000.0, 8000.0, 9500.0, 8500.0]], 3),
        "very large": case([[1e300, -1e300, 1e308, -1e308]], 4),
        "zeros of both signs": case([[-0.0, 0.0, -1.0, 0.0, -0.0]], 4),
        "all equal": case([[0.3] * 40], 40),
    }


def state_cases(rng):
    """NaN and infinities in states that live on, in others, and in both."""
    scores = rng.normal(size=(3, 6))
    order = np.argsort(-scores, axis=1)
    cases = {}
    for name, rank in (("in the best", 0), ("in the last that lives on", 2), ("in the next", 3), ("in the worst", 5)):
        items = _states(rng, 3, 6, 2)
        items[0, order[0, rank]] = np.nan
        items[1, order[1, rank], 1] = np.inf
        items[2, order[2, rank], 0] = -np.inf
        cases[name] = (scores, items, 3)
    cases["everywhere"] = (scores, np.full((3, 6, 2), np.nan), 2)
    return cases


def quarters_case(rng, i):
    """States that single precision holds exactly."""
    scores, items, k = beam_case(rng, 3 + i)
    return scores, np.round(4.0 * items) / 4.0, k


def single_precision_states(rng, args):
    scores, items, k = args
    return scores, items.astype(np.float32), k


def same_in_float64(args, out, args2, out2):
    if out2.dtype != np.float64:
        return f"the result for float32 states is {out2.dtype}"
    return None if np.array_equal(out, out2) else "float32 states were not handed on unchanged"


def change_others(rng, args, kind):
    """Other utterances than the last get other hypotheses, or are gone."""
    scores, items, k = args
    if kind == "truncate":
        return scores[-1:], items[-1:], k
    scores[:-1] = rng.normal(200.0, 50.0, size=scores[:-1].shape)
    items[:-1] = -items[:-1]
    return scores, items, k


def keep_last(args, args2, out, out2):
    return out[-1:], out2[-1:]


def wrong_k(rng):
    scores, items = rng.normal(size=(2, 4)), _states(rng, 2, 4, 3)
    return {
        "zero": (scores, items, 0),
        "minus one": (scores, items, -1),
        "minus N": (scores, items, -4),
        "one more than N": (scores, items, 5),
        "many more than N": (scores, items, 100),
        "more than N, as many as numbers": (scores, items, 8),
        "more than N, no utterance": (scores[:0], items[:0], 5),
    }


def wrong_shapes(rng):
    scores, items = rng.normal(size=(3, 4)), _states(rng, 3, 4, 5)
    cube = _states(rng, 3, 3, 3)
    return {
        "more states than scores": (scores[:, :3], items, 2),
        "fewer states than scores": (rng.normal(size=(3, 6)), items, 2),
        "one utterance's states for all": (scores, items[:1], 2),
        "one utterance's scores for all": (scores[:1], items, 2),
        "states without their axis": (scores, items[:, :, 0], 2),
        "scores without utterances": (scores[0], items[0], 2),
        "scores without utterances, all sizes equal": (cube[0, 0], cube, 2),
    }
