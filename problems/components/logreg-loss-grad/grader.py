"""Penalised logistic loss in 60-digit arithmetic, and the inputs that separate it from its look-alikes."""

import numpy as np
from mpmath import mp, mpf


def reference(w, b, X, y, lam):
    """The definition, number by number; nothing overflows or cancels at this precision."""
    w, X, y = np.asarray(w).tolist(), np.asarray(X).tolist(), [int(label) for label in np.asarray(y).tolist()]
    n, d = len(X), len(w)
    with mp.workdps(60):
        scores = [mpf(b) + mp.fdot(row, w) for row in X]
        # e^800 has 348 digits: log1p keeps what 1 + e^-800 would lose at any precision worth waiting for
        losses = [_softplus(-z if label else z) for z, label in zip(scores, y, strict=True)]
        errors = [1 / (1 + mp.exp(-z)) - label for z, label in zip(scores, y, strict=True)]
        loss = mp.fsum(losses) / n + mpf(lam) / 2 * mp.fsum(mpf(v) ** 2 for v in w)
        grad_w = [float(mp.fdot(errors, [row[j] for row in X]) / n + mpf(lam) * mpf(w[j])) for j in range(d)]
        return float(loss), np.array(grad_w), float(mp.fsum(errors) / n)


def _softplus(z):
    return mp.log1p(mp.exp(z)) if z < 0 else z + mp.log1p(mp.exp(-z))


# --- generators -----------------------------------------------------------------------------------------------------


def _labels(rng, n):
    """Zeros and ones, both present where there is room."""
    y = rng.integers(0, 2, size=n)
    y[: min(n, 2)] = [0, 1][: min(n, 2)]
    return rng.permutation(y)


def _case(rng, n, d):
    return (
        rng.normal(size=d),
        float(rng.normal()),
        rng.normal(size=(n, d)),
        _labels(rng, n),
        float(rng.uniform(0.2, 2.0)),
    )


def ordinary_case(rng, i):
    """Scores of ordinary size; n > d, n = d and n < d take turns."""
    n = 2 + i
    return _case(rng, n, (max(1, n - 2), n, n + 2)[i % 3])


def small_case(rng, i):
    return _case(rng, *((5, 3), (2, 4))[i % 2])


def whole_case(rng, i):
    """Whole numbers held as floats, so that the same values can arrive as integers."""
    n, d = ((5, 3), (3, 3), (2, 4))[i % 3]
    w = rng.integers(1, 4, size=d) * rng.choice([-1.0, 1.0], size=d)
    return w, float(rng.normal()), rng.integers(-3, 4, size=(n, d)).astype(float), _labels(rng, n), 0.35


def _narrow_case(rng, dtype, total):
    """Whole numbers whose weighted sums leave their type; the intercept makes ordinary scores of them."""
    w = rng.integers(12, 16, size=3)
    X = rng.integers(0, 5, size=(5, 3))
    X[:, 0] = np.rint((total - X[:, 1:] @ w[1:]) / w[0])
    return w.astype(dtype), float(rng.normal() - total), X.astype(dtype), _labels(rng, 5), 0.35


def typed_inputs(rng):
    """Labels of every type that the statement names, and whole numbers of types that hold few of them."""
    types = {
        "booleans": np.bool_,
        "unsigned bytes": np.uint8,
        "bytes": np.int8,
        "floats": np.float64,
        "unsigned": np.uint32,
    }
    cases = {}
    for name, dtype in types.items():
        w, b, X, y, lam = _case(rng, 6, 3)
        cases[name] = (w, b, X, y.astype(dtype), lam)
    cases["features and coefficients in bytes"] = _narrow_case(rng, np.int8, 160)
    cases["features and coefficients in unsigned bytes"] = _narrow_case(rng, np.uint8, 290)
    return cases


def _with_scores(rng, z, y, lam=0.01):
    """Applicants whose scores are z up to rounding: the first feature makes up what the others leave."""
    z = np.asarray(z, dtype=float)
    w, b = np.array([2.0, -0.5, 0.75]), 0.25
    X = rng.normal(size=(len(z), 3))
    X[:, 0] = (z - b - X[:, 1:] @ w[1:]) / w[0]
    return w, b, X, np.asarray(y), lam


def at_scale(rng, scale):
    """Scores of the given size, likely and unlikely labels alike."""
    z = scale * np.concatenate([[1.0, -1.0, 1.0, -1.0], rng.uniform(-1.0, 1.0, size=4)])
    return _with_scores(rng, z, [0, 1, 1, 0, *_labels(rng, 4).tolist()])


def extreme_cases(rng):
    borders = np.array([36.0, 37.0, 88.0, 89.0, 104.0, 709.0, 710.0, 745.0, 746.0])
    return {
        "sure and right": _with_scores(rng, [799.0, -799.0, 760.0], [1, 0, 1], lam=0.0),
        "sure and wrong": _with_scores(rng, [799.0, -799.0, -760.0], [0, 1, 1], lam=0.0),
        "wrong by about forty": _with_scores(rng, [-36.0, 38.0, -45.0, 41.0], [1, 0, 1, 0]),
        "wrong by about twenty-five": _with_scores(rng, [-24.0, 26.0, -27.5], [1, 0, 1]),
        "right by about twenty": _with_scores(rng, [20.3, -20.7, 21.5], [1, 0, 1], lam=0.0),
        "one far score among ordinary ones": _with_scores(rng, [0.3, -1.2, 780.0, 0.8, -0.1], [1, 0, 0, 1, 1]),
        "one far score on the other side": _with_scores(rng, [0.3, -1.2, -780.0, 0.8, -0.1], [1, 0, 1, 1, 0]),
        "borders of the exponential, defaults": _with_scores(rng, -borders, np.ones(9, dtype=int)),
        "borders of the exponential, repaid": _with_scores(rng, borders, np.zeros(9, dtype=int)),
        "a far intercept": (np.array([0.5, -0.25]), -790.0, rng.normal(size=(4, 2)), np.array([0, 1, 0, 1]), 0.3),
    }


def small_inputs(rng):
    one_class = _case(rng, 5, 2)
    free = _case(rng, 6, 3)
    held = _case(rng, 4, 3)
    return {
        "one applicant": _case(rng, 1, 3),
        "one feature": _case(rng, 5, 1),
        "one applicant, one feature": _case(rng, 1, 1),
        "no default at all": (*one_class[:3], np.zeros(5, dtype=int), one_class[4]),
        "only defaults": (*one_class[:3], np.ones(5, dtype=int), one_class[4]),
        "no penalty": (*free[:4], 0.0),
        "a heavy penalty": (*held[:4], 1000.0),
        "the starting point": (np.zeros(3), 0.0, *held[2:]),
    }


def misshapen_labels(rng):
    w, b, X, y, lam = _case(rng, 5, 3)
    return {
        "labels as a column": (w, b, X, y[:, None], lam),
        "labels as a row": (w, b, X, y[None, :], lam),
        "a label too few": (w, b, X, y[:4], lam),
        "one label": (w, b, X, y[:1], lam),
    }


def miscoded_labels(rng):
    w, b, X, y, lam = _case(rng, 5, 3)
    return {
        "minus one and one": (w, b, X, 2 * y - 1, lam),
        "one and two": (w, b, X, y + 1, lam),
        "shares": (w, b, X, y * 0.5, lam),
    }


# --- relations and views --------------------------------------------------------------------------------------------


def rows_twice(rng, args):
    w, b, X, y, lam = args
    order = rng.permutation(2 * len(y))
    return w, b, np.concatenate([X, X])[order], np.concatenate([y, y])[order], lam


def same_result(args, out, args2, out2):
    first, second = ([o[0], *np.ravel(o[1]), o[2]] for o in (out, out2))
    worst = np.max(np.abs(np.subtract(first, second)))
    return None if worst <= 1e-9 else f"a number moved by {worst:.3g}"


def loss_of(out):
    return out[0]


def grad_w_of(out):
    return out[1]


def grad_b_of(out):
    return out[2]
