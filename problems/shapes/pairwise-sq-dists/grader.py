"""Squared distances in exact rational arithmetic, and the points that separate the definition from its look-alikes."""

from fractions import Fraction

import numpy as np


def reference(A, B):
    """The definition, pair by pair, without any rounding before the last step."""
    A, B = np.asarray(A), np.asarray(B)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    ours, theirs = ([[Fraction(v) for v in row] for row in side.tolist()] for side in (A, B))
    out = np.zeros((len(ours), len(theirs)))
    for i, a in enumerate(ours):
        for j, b in enumerate(theirs):
            out[i, j] = float(sum((p - q) ** 2 for p, q in zip(a, b, strict=True)))
    return out


# --- generators -----------------------------------------------------------------------------------------------------


def _points(rng, n, d, spread=100.0):
    """Coordinates of different spreads, so that one taken for another shows."""
    return rng.normal(size=(n, d)) * np.linspace(1.0, 3.0, d) * spread


def ordinary_case(rng, i):
    """Three different sizes, small ones first."""
    n, m, d = (int(size) for size in rng.choice(np.arange(2, 7 + i), size=3, replace=False))
    return _points(rng, n, d), _points(rng, m, d)


def equal_sizes(rng, i):
    """Sizes that coincide, where a broadcast along the wrong axis raises nothing."""
    p, q = (int(size) for size in rng.choice(np.arange(2, 7), size=2, replace=False))
    n, m, d = [(p, p, q), (q, p, p), (p, q, p), (p, p, p)][i % 4]
    return _points(rng, n, d), _points(rng, m, d)


def whole_case(rng, i):
    """Whole centimetres held as floats, so that the same points can arrive as integers."""
    n, m, d = ((3, 4, 2), (4, 4, 3), (2, 5, 2))[i % 3]
    return rng.integers(-500, 500, size=(n, d)).astype(float), rng.integers(-500, 500, size=(m, d)).astype(float)


def with_offset(rng, scale):
    """Points a few centimetres apart, all of them near the offset."""
    origin = scale * rng.uniform(0.9, 1.1, size=3)
    return _points(rng, 6, 3, 4.0) + origin, _points(rng, 5, 3, 4.0) + origin


def near_pairs(rng):
    """Pairs a thousandth apart among points that spread over a kilometre, near the grid's 1e8."""
    cases = {}
    for name, gap in (("a thousandth", 0.001), ("a hundredth", 0.01), ("a centimetre", 1.0)):
        A = 1e8 + rng.uniform(-1e5, 1e5, size=(6, 2))
        B = A[rng.permutation(6)[:4]].copy()
        B[:, 0] += gap * rng.choice([-1.0, 1.0], size=4)
        B[2:, 1] += gap
        cases[f"{name} apart"] = (A, B)
    return cases


def two_regions(rng):
    """Close pairs in two regions that lie as far from each other as the statement allows."""
    A = np.concatenate([9e8 + rng.uniform(-5, 5, size=(3, 2)), -9e8 + rng.uniform(-5, 5, size=(3, 2))])
    return {"close pairs in both": (A, A[::-1] + rng.uniform(0.01, 0.05, size=(6, 2)))}


def equal_points(rng):
    here, there = _points(rng, 5, 3), 1e8 + rng.uniform(-1e5, 1e5, size=(6, 2))
    fifths = rng.integers(1, 50, size=(4, 7)) / 5.0
    doors = np.repeat(1e8 + rng.uniform(-1e3, 1e3, size=(1, 3)), 4, axis=0)
    return {
        "a table against itself": (here, here.copy()),
        "a table against itself, near the grid's numbers": (there, there.copy()),
        "the same points in another order": (there, there[rng.permutation(6)]),
        "decimal fractions": (fifths, fifths[::-1].copy()),
        "one door many times": (doors, doors[:3].copy()),
        "the origin": (np.zeros((2, 3)), np.zeros((4, 3))),
    }


def whole_centimetres(rng):
    """The types that the statement names; differences leave the range of the small ones, and squares even more so."""
    near = 10**8 + rng.integers(-80_000, 80_000, size=(5, 2))
    others = 10**8 + rng.integers(-80_000, 80_000, size=(4, 2))
    far, opposite = (rng.integers(900_000_000, 10**9, size=(3, 3)) for _ in range(2))
    return {
        "int32": (near.astype(np.int32), others.astype(np.int32)),
        "uint32": (near.astype(np.uint32), others.astype(np.uint32)),
        "int64": (near.astype(np.int64), others.astype(np.int64)),
        "int64, as far apart as can be": (far.astype(np.int64), -opposite.astype(np.int64)),
        "uint32 and float64": (near.astype(np.uint32), others + 0.5),
    }


def small_sizes(rng):
    return {
        "one point each": (_points(rng, 1, 3), _points(rng, 1, 3)),
        "one recorded point": (_points(rng, 1, 2), _points(rng, 5, 2)),
        "one register point": (_points(rng, 5, 2), _points(rng, 1, 2)),
        "one coordinate": (_points(rng, 4, 1), _points(rng, 3, 1)),
        "many coordinates": (_points(rng, 2, 40), _points(rng, 3, 40)),
        "no recorded point": (np.zeros((0, 3)), _points(rng, 4, 3)),
        "no register point": (_points(rng, 4, 3), np.zeros((0, 3))),
        "no point at all": (np.zeros((0, 2)), np.zeros((0, 2))),
    }


def one_axis(rng):
    table = _points(rng, 4, 3)
    return {
        "A is one point": (table[0], table),
        "B is one point": (table, table[0]),
        "both are one point": (table[0], table[1]),
        "both are one point each of one coordinate": (table[0, :1], table[1, :1]),
        "A is a list of numbers": (table[:, 0], table[:, :1]),
    }


def unequal_columns(rng):
    return {
        "two against three": (_points(rng, 4, 2), _points(rng, 5, 3)),
        "one against three": (_points(rng, 4, 1), _points(rng, 5, 3)),
        "three against one": (_points(rng, 4, 3), _points(rng, 3, 1)),
        "one against two, one point each": (_points(rng, 1, 1), _points(rng, 1, 2)),
        "transposed": (_points(rng, 3, 2), _points(rng, 2, 3)),
        "two against three, no recorded point": (np.zeros((0, 2)), _points(rng, 5, 3)),
    }


def three_axes(rng):
    table = _points(rng, 4, 3)
    return {"A has three axes": (table[None], table), "B has three axes": (table, table[:, None])}
