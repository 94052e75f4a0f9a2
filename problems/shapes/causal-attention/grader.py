"""Causal attention position by position, and the inputs that separate it from its look-alikes."""

import math

import numpy as np


def reference(Q, K, V):
    """The definition: for every position only the prefix exists."""
    Q, K, V = (np.asarray(each) for each in (Q, K, V))
    if Q.ndim != 4 or Q.shape != K.shape or Q.shape != V.shape:
        raise ValueError("Q, K and V must have one shape [B, H, T, D]")
    out = np.zeros(Q.shape)
    for b, h in np.ndindex(*Q.shape[:2]):
        queries, keys, values = (each[b, h].tolist() for each in (Q, K, V))
        for t, query in enumerate(queries):
            scores = [math.fsum(q * k for q, k in zip(query, key, strict=True)) for key in keys[: t + 1]]
            out[b, h, t] = _mean([s / math.sqrt(len(query)) for s in scores], values[: t + 1])
    return out


def _mean(scores, values):
    top = max(scores)
    weights = [math.exp(s - top) for s in scores]
    total = math.fsum(weights)
    return [
        math.fsum(w * v for w, v in zip(weights, column, strict=True)) / total for column in zip(*values, strict=True)
    ]


# --- generators -----------------------------------------------------------------------------------------------------


def _tensors(rng, shape):
    return rng.normal(size=shape), rng.normal(size=shape), rng.normal(size=shape) * 5.0 + 2.0


def ordinary_case(rng, i):
    """Four different sizes, the number of positions growing."""
    b, h, d = (int(size) for size in rng.permutation([1 + i % 2, 3, 4]))
    return _tensors(rng, (b, h, 5 + i // 2, d))


def equal_sizes(rng, i):
    """Sizes that coincide, where a wrong axis raises nothing."""
    p, q = ((2, 3), (4, 2), (3, 4))[i % 3]
    return _tensors(rng, [(p, q, p, q), (p, p, q, q), (q, p, p, p), (p, p, p, p), (q, p, p, q)][i % 5])


def whole_case(rng, i):
    """Whole numbers held as floats, so that the same values can arrive as integers."""
    shape = ((2, 1, 4, 3), (1, 2, 3, 4), (2, 2, 3, 3))[i % 3]
    return tuple(rng.integers(-3, 4, size=shape).astype(float) for _ in range(3))


def small_sizes(rng):
    return {
        "one position": _tensors(rng, (2, 3, 1, 4)),
        "one channel": _tensors(rng, (2, 2, 5, 1)),
        "one session": _tensors(rng, (1, 3, 4, 2)),
        "one head": _tensors(rng, (3, 1, 4, 2)),
        "one of everything": _tensors(rng, (1, 1, 1, 1)),
        "a long session": _tensors(rng, (1, 1, 70, 2)),
    }


def types(rng):
    """int8 as quantised kernels have it, whose products leave the range of the type; other types as promised."""
    shape = (2, 2, 5, 4)

    def whole():
        return tuple(rng.integers(-15, 16, size=shape) for _ in range(3))

    return {
        "int8": tuple(each.astype(np.int8) for each in whole()),
        "int64": whole(),
        "float32": tuple(each.astype(np.float32) for each in _tensors(rng, shape)),
        "int8 values": (*_tensors(rng, shape)[:2], whole()[2].astype(np.int8)),
    }


def at_scale(rng, scale):
    """Random scores; the largest of every position is positive and has the given size, and the last one sees it."""
    Q, K, V = _tensors(rng, (2, 2, 6, 4))
    scores = Q @ K.swapaxes(2, 3) / 2.0
    largest = np.take_along_axis(scores, np.abs(scores).argmax(axis=3, keepdims=True), axis=3)
    return Q * (0.999 * scale / largest), K, V


def _with_scores(rng, rows, d=4):
    """One session; `rows` [H, T] has the score of each key for all positions, up to rounding."""
    rows = np.asarray(rows, dtype=float)
    shape = (1, *rows.shape, d)
    Q, K = np.zeros(shape), np.zeros(shape)
    Q[..., 0] = 1.0
    K[..., 0] = rows * math.sqrt(d)
    Q[..., 1] = 0.01 * rng.normal(size=Q.shape[:-1])
    K[..., 1] = rng.normal(size=Q.shape[:-1])
    return Q, K, rng.normal(size=shape) * 5.0 + 2.0


def far_scores(rng):
    low, high = -995.0 + rng.normal(size=4), 995.0 + rng.normal(size=4)
    return {
        "low at first, high later": _with_scores(rng, [[*low[:3], *high[:3]]]),
        "high at first, low later": _with_scores(rng, [[*high[:3], *low[:3]]]),
        "a low head beside a high one": _with_scores(rng, [low, high]),
        "a high head beside a low one": _with_scores(rng, [high, low]),
        "everything high": _with_scores(rng, [high, high[::-1]]),
        "rising": _with_scores(rng, [np.linspace(-990.0, 990.0, 7)]),
        "low, except for one late key": _with_scores(rng, [[-760.0, -759.0, -761.0, 0.5, -758.0]]),
        "equal and high": _with_scores(rng, [[980.0] * 5]),
        "one channel": _with_scores(rng, [[-900.0, -901.0, 900.0, 899.5]], d=2),
    }


def other_shapes(rng):
    Q, K, V = _tensors(rng, (2, 3, 4, 5))
    return {
        "no head axis": (Q[:, 0], K[:, 0], V[:, 0]),
        "one session without its axis": (Q[0], K[0], V[0]),
        "neither sessions nor heads": (Q[0, 0], K[0, 0], V[0, 0]),
        "one axis too many": (Q[None], K[None], V[None]),
        "one axis too many, all sizes one": tuple(each[:1, :1, :1, :1, None] for each in (Q, K, V)),
        "keys of one session": (Q, K[:1], V),
        "values of one session": (Q, K, V[:1]),
        "keys and values of one head": (Q, K[:, :1], V[:, :1]),
        "values of one head": (Q, K, V[:, :1]),
        "queries of one session": (Q[:1], K, V),
        "fewer keys and values": (Q, K[:, :, :3], V[:, :, :3]),
        "fewer queries": (Q[:, :, :2], K, V),
        "values of one channel": (Q, K, V[..., :1]),
        "values of more channels": (Q, K, np.concatenate([V, V], axis=3)),
        "keys of fewer channels": (Q, K[..., :4], V),
        "keys already transposed": (Q, K.swapaxes(2, 3), V),
        "values without axes of their own": (Q, K, V[0, 0]),
    }


# --- what must not matter -------------------------------------------------------------------------------------------

_CUT = 4


def session(rng, i):
    """Eight positions; one early value stands out, so that a leaked rank or maximum would move."""
    Q, K, V = _tensors(rng, (2, 2, 8, 3))
    V[:, :, 1] += 40.0
    return Q, K, V


def change_future(rng, args, kind):
    """Only positions from the cut on change."""
    Q, K, V = args
    if kind == "truncate":
        return Q[:, :, :_CUT], K[:, :, :_CUT], V[:, :, :_CUT]
    for each in args:
        if kind == "replace":
            each[:, :, _CUT:] = 4.0 * rng.normal(size=each[:, :, _CUT:].shape)
        elif kind == "shift":
            each[:, :, _CUT:] += 6.0
        else:
            each[:, :, _CUT:] *= -7.0
    return Q, K, V


def keep_past(args, args2, out, out2):
    return out[:, :, :_CUT], out2[:, :, :_CUT]


def change_neighbours(rng, args, kind):
    """Only the last head of the first session stays."""
    Q, K, V = args
    if kind == "truncate":
        return Q[:1, 1:], K[:1, 1:], V[:1, 1:]
    for each in args:
        kept = each[0, 1].copy()
        each[...] = 9.0 * rng.normal(size=each.shape) if kind == "replace" else each[::-1, ::-1] * 3.0
        each[0, 1] = kept
    return Q, K, V


def keep_one_head(args, args2, out, out2):
    return out[0, -1], out2[0, -1]
