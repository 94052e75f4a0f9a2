"""Reference, relations and exact tests of the thinned sample and its correction."""

from itertools import combinations

import mpmath
import numpy as np
from scipy.stats import binomtest


def n_kept(n_negatives, n_positives, keep):
    """How many negatives are due."""
    return round(keep * n_negatives)


def rate(n_negatives, n_positives, keep):
    """The share that the correction undoes."""
    return keep


def _counts(y):
    positives = sum(int(label) == 1 for label in y)
    return len(y) - positives, positives


def reference(y, keep, seed, p):
    """Random keys for all rows; the negatives with the smallest keys stay."""
    if not 0.0 < keep <= 1.0:
        raise ValueError("keep must be above 0 and at most 1")
    counts = _counts(y)
    keys = np.random.Generator(np.random.PCG64(seed)).random(len(y)).tolist()
    negatives = sorted((i for i in range(len(y)) if int(y[i]) != 1), key=keys.__getitem__)
    positives = [i for i in range(len(y)) if int(y[i]) == 1]
    idx = np.array(sorted(positives + negatives[: n_kept(*counts, keep)]), dtype=np.int64)
    return idx, _correct(p, rate(*counts, keep))


def _correct(p, share):
    return np.array([share * float(q) / (share * float(q) + (1.0 - float(q))) for q in p], dtype=np.float64)


def exact(y, keep, seed, p):
    """As the reference, with the correction to fifty digits."""
    share = mpmath.mpf(rate(*_counts(y), keep))
    with mpmath.workdps(50):
        right = [share * mpmath.mpf(float(q)) / (share * mpmath.mpf(float(q)) + 1 - mpmath.mpf(float(q))) for q in p]
        return reference(y, keep, seed, p)[0], np.array([float(value) for value in right])


# --- generators -----------------------------------------------------------------------------------------------------


def _seed(rng):
    return int(rng.integers(0, 2**32 - 1))  # the next seed is one too


def _labels(rng, positives, negatives):
    y = np.concatenate([np.ones(positives, dtype=np.int64), rng.choice([0, 0, 0, 2, -1, 3], size=negatives)])
    return y[rng.permutation(len(y))]


def ordinary_case(rng, i):
    """Shares whose product with the number of negatives is no integer, and not near a tie either."""
    positives, negatives = 2 + i % 4, 11 + 7 * i
    keep = float(rng.uniform(0.05, 0.95))
    while abs(keep * negatives % 1.0 - 0.5) < 0.01 or round(keep * negatives) in (0, negatives):
        keep = float(rng.uniform(0.05, 0.95))
    return _labels(rng, positives, negatives), keep, _seed(rng), rng.uniform(0.02, 0.98, size=3 + i)


def correction_case(rng, i):
    """Malware only, so that one sample is possible and the correction is all that is asked."""
    keep = float(10.0 ** -rng.uniform(0.0, 4.0))
    return np.ones(2 + i, dtype=np.int64), keep, _seed(rng), rng.uniform(size=4 + 2 * i)


def seeded_case(rng, i):
    """Thirty of ninety; the first case has seed 0."""
    return _labels(rng, 10, 90), 1 / 3, 0 if i == 0 else _seed(rng), rng.uniform(size=4)


def forms_case(rng, i):
    """One right answer: everything kept, or malware only; probabilities that make sense as integers too."""
    p = np.append(rng.uniform(size=4), [0.0, 1.0])
    if i == 1:
        return np.ones(5, dtype=np.int64), 0.125, _seed(rng), p
    return _labels(rng, 4, 9), 1.0, _seed(rng), p


def shuffled_rows(rng, args):
    y, keep, _, p = args
    return y[rng.permutation(len(y))], keep, _seed(rng), p


def extreme_probabilities(rng):
    only = np.ones(2, dtype=np.int64)
    ends = np.array([0.0, 1.0])
    close = np.array([1e-300, 1e-12, 1e-3, 0.5, 1.0 - 1e-3, 1.0 - 1e-8, 1.0 - 1e-12, 1.0 - 2.0**-53])
    cases = {}
    for keep in (1e-8, 1e-5, 0.01, 0.5, 1.0):
        cases[f"the ends, keep {keep}"] = (only, keep, 1, ends)
        cases[f"next to the ends, keep {keep}"] = (only, keep, 1, close)
    for keep in (0.01, 1.0):
        cases[f"single precision, keep {keep}"] = (only, keep, 1, rng.uniform(0.1, 0.9, size=5).astype(np.float32))
    return cases


def small_share(rng, scale):
    """A share of 1 in `scale`, for probabilities at which the two terms of the denominator are of one size."""
    p = 1.0 - rng.uniform(0.2, 0.8, size=6) / scale
    return np.ones(3, dtype=np.int64), 1.0 / scale, _seed(rng), np.append(p, 1.0)


def determined(rng):
    some, none = rng.uniform(size=3), np.zeros(0)
    one, two, many = _labels(rng, 3, 1), _labels(rng, 3, 2), _labels(rng, 3, 6)
    return {
        "a tie that rounds to none": (one, 0.5, _seed(rng), some),
        "a tie that rounds to both": (two, 0.75, _seed(rng), some),
        "a tie that rounds to none of two": (two, 0.25, _seed(rng), some),
        "above a half": (one, 0.501, _seed(rng), some),
        "below a half": (one, 0.499, _seed(rng), some),
        "too few to keep one": (many, 0.08, _seed(rng), some),
        "nearly all": (many, 0.92, _seed(rng), some),
        "everything": (many, 1.0, _seed(rng), some),
        "no malware": (_labels(rng, 0, 4), 1.0, _seed(rng), some),
        "no malware and no row kept": (_labels(rng, 0, 4), 0.1, _seed(rng), some),
        "no row": (np.zeros(0, dtype=np.int64), 0.3, _seed(rng), some),
        "nothing to correct": (one, 0.1, _seed(rng), none),
        "neither": (np.zeros(0, dtype=np.int64), 0.3, _seed(rng), none),
        "certain": (two, 0.1, _seed(rng), np.array([0.0, 1.0, 0.0, 1.0])),
    }


def impossible_shares(rng):
    y, _, seed, p = ordinary_case(rng, 1)
    return {str(keep): (y, keep, seed, p) for keep in (0.0, -0.25, 1.5, 20.0, float("nan"))}


# --- relations ------------------------------------------------------------------------------------------------------


def _each(rule):
    """Apply a rule about one result to both."""

    def both(args, out, args2, out2):
        return rule(args, out) or rule(args2, out2)

    return both


def _contents(args, out):
    y, keep = args[:2]
    idx = [int(i) for i in out[0]]
    if len(set(idx)) != len(idx) or any(not 0 <= i < len(y) for i in idx):
        return "a position is repeated or does not exist"
    if missing := {i for i in range(len(y)) if y[i] == 1} - set(idx):
        return f"{len(missing)} rows with the label 1 are missing"
    due, got = n_kept(*_counts(y), keep), sum(y[i] != 1 for i in idx)
    return f"{got} other rows instead of {due}" if got != due else None


def _ascending(args, out):
    idx = [int(i) for i in out[0]]
    return "positions are not in ascending order" if idx != sorted(idx) else None


def _corrected(args, out):
    y, keep, _, p = args
    right = _correct(p, rate(*_counts(y), keep))
    if np.allclose(right, out[1], rtol=1e-9, atol=1e-12):
        return None
    return f"corrected probabilities are off by up to {np.abs(right - out[1]).max():.3g}"


contents = _each(_contents)
ascending = _each(_ascending)
corrected = _each(_corrected)


# --- distribution ---------------------------------------------------------------------------------------------------

ROWS = np.array([0, 0, 1, 2, 0, 0, -1, 1, 0, 0, 0, 2])
SHARE = 0.4


def _replicates(rng, n):
    """The same rows with different seeds; one drawn twice would count a sample twice."""
    return [(ROWS, SHARE, int(seed), np.array([0.5])) for seed in np.unique(rng.integers(0, 2**32 - 1, size=n))]


def many_seeds(rng):
    return _replicates(rng, 600)


def some_seeds(rng):
    return _replicates(rng, 400)


def _kept(outputs):
    """[replicates, rows] of booleans, or None when a result is malformed."""
    kept = np.zeros((len(outputs), len(ROWS)), dtype=bool)
    for row, out in zip(kept, outputs, strict=True):
        idx = np.asarray(out[0])
        if idx.ndim != 1 or idx.dtype.kind not in "iu" or any(not 0 <= i < len(ROWS) for i in idx):
            return None
        row[idx] = True
    return kept


def _pvalue(hits, p):
    return float(binomtest(int(hits.sum()), len(hits), p).pvalue)


def row_pvalues(cases, outputs):
    """Each negative is kept with probability n_kept / n_negatives."""
    kept = _kept(outputs)
    if kept is None:
        return {"positions of rows": 0.0}
    n, positives = _counts(ROWS)
    share = n_kept(n, positives, SHARE) / n
    return {f"row {i}": _pvalue(kept[:, i], share) for i in np.flatnonzero(ROWS != 1)}


def pair_pvalues(cases, outputs):
    """Two negatives are kept together as often as in a uniform draw."""
    kept = _kept(outputs)
    if kept is None:
        return {"positions of rows": 0.0}
    n, positives = _counts(ROWS)
    k = n_kept(n, positives, SHARE)
    together = k * (k - 1) / (n * (n - 1))
    pairs = combinations(np.flatnonzero(ROWS != 1), 2)
    return {f"rows {i} and {j}": _pvalue(kept[:, i] & kept[:, j], together) for i, j in pairs}
