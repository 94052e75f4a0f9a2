"""Gaps: the sum over the shared coordinates, scaled to all of them."""


def reference(A, B):
    """The definition with gaps, pair by pair, in rational numbers."""
    A, B = np.asarray(A), np.asarray(B)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    out = np.full((len(A), len(B)), np.nan)
    for i, a in enumerate(A.tolist()):
        for j, b in enumerate(B.tolist()):
            shared = [Fraction(p) - Fraction(q) for p, q in zip(a, b, strict=True) if p == p and q == q]
            if shared:
                out[i, j] = float(sum(v**2 for v in shared) * len(a) / len(shared))
    return out


def _gaps(rng, points, share):
    points[rng.random(points.shape) < share] = np.nan
    return points


def missing_case(rng, i):
    """Gaps here, there and on both sides, on small and on large coordinates."""
    A, B = (ordinary_case, equal_sizes)[i % 2](rng, i // 2)
    offset = (0.0, 1e8)[i // 2 % 2]
    return _gaps(rng, A + offset, (0.3, 0.3, 0.0)[i % 3]), _gaps(rng, B + offset, (0.3, 0.0, 0.3)[i % 3])


def nothing_shared(rng):
    nan = np.nan
    doors = _points(rng, 4, 3)
    doors[1, 2] = nan
    return {
        "no common coordinate": (np.array([[1.0, nan], [2.0, 3.0]]), np.array([[nan, 5.0], [4.0, 1.0], [nan, nan]])),
        "a record without any coordinate": (np.array([[nan, nan, nan], [1.0, 2.0, 3.0]]), _points(rng, 3, 3)),
        "one coordinate, missing": (np.array([[nan], [2.0]]), np.array([[2.0], [nan]])),
        "equal where both are present": (doors, doors.copy()),
    }
