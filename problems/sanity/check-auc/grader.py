"""A check of `auc` against the definition, and the disguise that makes implementations look alike."""

from fractions import Fraction

import numpy as np

TOLERANCE = 1e-9


def reference(auc):
    """Raise AssertionError naming the table on which `auc` differs from the exact share of pairs."""
    rng = np.random.default_rng(0)
    for name, labels, scores in _tables(rng):
        y_true, given = np.array(labels), np.array(scores, dtype=float)
        before = y_true.copy(), given.copy()
        try:
            value = auc(y_true, given)
        except Exception as error:
            raise AssertionError(f"{name}: it raised {error!r}") from error
        assert abs(float(value) - float(_share(labels, scores))) <= TOLERANCE, name
        assert np.array_equal(y_true, before[0]) and np.array_equal(given, before[1]), "point 4"


def _share(labels, scores):
    defaulted = [s for label, s in zip(labels, scores, strict=True) if label == 1]
    repaid = [s for label, s in zip(labels, scores, strict=True) if label == 0]
    halves = sum(2 * (d > r) + (d == r) for d in defaulted for r in repaid)
    return Fraction(halves, 2 * len(defaulted) * len(repaid))


def _tables(rng):
    yield "ties", [1, 0, 1, 0, 0], [2.0, 2.0, 1.0, 1.0, 3.0]
    yield "the wrong way round", [0, 1, 0, 1], [0.9, 0.2, 0.7, 0.4]
    yield "far outside", [0, 1, 1, 0, 0], [-50.0, -60.0, 700.0, 300.0, 20.0]
    yield "close together", [1, 0, 0, 1], [1 + 2e-12, 1 + 1e-12, 1.0, 1 + 3e-12]
    for n in (15, 60):
        labels = rng.permutation([0, 1] + rng.integers(0, 2, size=n).tolist()).tolist()
        yield f"{n} rows", labels, rng.normal(scale=3.0, size=n + 2).tolist()
        yield f"{n} rows with ties", labels, rng.integers(-2, 3, size=n + 2).astype(float).tolist()


def rounding(rng, auc):
    """The same value in another guise: off by less than half the tolerance at every call, or rounded, or as it is.

    An int stays one, so that a check which wants floats always meets a right implementation that returns none.
    """
    style = int(rng.integers(3))

    def disguised(y_true, scores):
        value = auc(y_true, scores)
        if style == 0 and not isinstance(value, int):
            return min(max(value + float(rng.uniform(-4e-10, 4e-10)), 0.0), 1.0)
        if style == 1:
            nearest = round(value, 9)
            return int(nearest) if nearest in (0, 1) else nearest
        return value

    return disguised
