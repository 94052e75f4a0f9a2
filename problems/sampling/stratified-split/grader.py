"""Reference, generators, relations and exact tests for the stratified split."""

from itertools import combinations
from math import comb, floor

import numpy as np
from scipy.stats import binomtest

# Fractions whose product with a whole number is exact, so that ties at .5 are ties in every way of computing them.
DYADIC = (0.5, 0.25, 0.75, 0.125, 0.375)
DECIMAL = (0.1, 0.2, 0.3, 0.15, 0.33, 0.4)
INTEGERS = (-3, 0, 7, 120, 5)
NAMES = ("legit", "friendly", "stolen", "account takeover", "chargeback", "refund abuse")


def test_size(count, test_frac):
    """Rows of a class of `count` rows that belong to the test side."""
    size = floor(test_frac * count + 0.5)
    return max(1, min(count - 1, size)) if count >= 2 else size


def reference(y, test_frac, seed):
    """Random keys for all rows; within each class the rows with the smallest keys are the test side."""
    if not 0.0 < test_frac < 1.0:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    labels = [str(label) for label in y]
    keys = np.random.Generator(np.random.PCG64(seed)).random(len(labels)).tolist()
    by_key = sorted(range(len(labels)), key=keys.__getitem__)
    left = {label: test_size(labels.count(label), test_frac) for label in set(labels)}
    sides = ([], [])
    for i in by_key:
        drawn = left[labels[i]] > 0
        left[labels[i]] -= drawn
        sides[int(drawn)].append(i)
    return tuple(np.array(sorted(side), dtype=np.int64) for side in sides)


# --- generators -----------------------------------------------------------------------------------------------------


def _labels(rng, counts, names):
    y = np.array([name for name, count in zip(names, counts, strict=False) for _ in range(count)])
    return y[rng.permutation(len(y))]


def _clear(count, test_frac):
    """True when the product lies so far from a tie that no way of rounding it could decide."""
    return abs(test_frac * count + 0.5 - round(test_frac * count + 0.5)) > 1e-6


def _seed(rng):
    return int(rng.integers(0, 2**32 - 1))  # the next seed is one too


def ordinary_case(rng, i):
    """Three to five skewed classes, none of them so small that a side would be empty; every other case has ties at .5."""
    counts = [6 + int(rng.integers(0, 4 + 6 * i)) for _ in range(3 + i % 3)]
    if i % 2 == 0:
        test_frac = DYADIC[i // 2 % len(DYADIC)]
        counts[0] = {0.5: 5, 0.25: 10, 0.75: 6, 0.125: 20, 0.375: 12}[test_frac]  # a tie that lies above an even number
    else:
        test_frac = DECIMAL[i // 2 % len(DECIMAL)]
        counts = [next(n for n in range(count, count + 9) if _clear(n, test_frac)) for count in counts]
    return _labels(rng, counts, NAMES if i % 3 == 0 else INTEGERS), test_frac, _seed(rng)


def rare_case(rng, i):
    """Classes of one to four rows beside a large one, at shares that round to nothing or to everything."""
    counts = [40, 2, 3, 4, 1]
    test_frac = (0.05, 0.95, 0.02, 0.98, 0.12, 0.88)[i % 6]
    names = NAMES if i % 2 else INTEGERS
    return _labels(rng, counts, names), test_frac, _seed(rng)


def plain_case(rng, i):
    """Counts whose share is a whole number: every sensible way of rounding gives the same sizes."""
    counts = [4 * int(rng.integers(1, 4 + i)) for _ in range(2 + i % 4)]
    return _labels(rng, counts, NAMES if i % 2 else INTEGERS), (0.25, 0.5, 0.75)[i % 3], _seed(rng)


def seeded_case(rng, i):
    """Six classes named by strings, whose share is a whole number; the first case has seed 0."""
    counts = [2 * int(n) for n in rng.integers(4, 8, size=6)]
    return _labels(rng, counts, NAMES), 0.5, 0 if i == 0 else _seed(rng)


def single_rows_case(rng, i):
    """One row per class, all of them due in the test set: one right answer, whatever the form of the input."""
    y = np.array(NAMES) if i % 2 else np.arange(-2, 4)
    return y[rng.permutation(len(y))], 0.5, _seed(rng)


def determined_cases(rng):
    """Inputs with exactly one right answer."""
    singles = np.array(["stolen", "legit", "friendly"])
    return {
        "no rows": (np.array([], dtype=np.int64), 0.3, 1),
        "one row": (np.array([5]), 0.3, 1),
        "one row per class, less than half": (singles, 0.45, _seed(rng)),
        "one row per class, half": (singles, 0.5, _seed(rng)),
        "one row per class, more than half": (np.array([3, -2, 9]), 0.8, _seed(rng)),
    }


def bad_fractions(rng):
    y = np.array([0, 1, 0, 1, 1, 0])
    return {
        str(value): (y, value, _seed(rng))
        for value in (0.0, 1.0, -0.2, 1.3, float("nan"), float("inf"), float("-inf"))
    }


# --- relations ------------------------------------------------------------------------------------------------------


def reshuffled(rng, args):
    """The same rows in another order, split with another seed."""
    y, test_frac, _ = args
    return y[rng.permutation(len(y))], test_frac, _seed(rng)


def _each(relation):
    """Apply a rule about one split to the first and to the second one."""

    def both(args, out, args2, out2):
        return relation(args, out) or relation(args2, out2)

    return both


def _positions(out):
    if not (isinstance(out, (tuple, list)) and len(out) == 2):
        return None
    sides = [np.asarray(side) for side in out]
    if any(side.ndim != 1 or (side.size and side.dtype.kind not in "iu") for side in sides):
        return None
    return [[int(i) for i in side] for side in sides]


@_each
def partition(args, out):
    sides = _positions(out)
    if sides is None:
        return "the result is not two one-dimensional integer arrays"
    train, test = sides
    if set(train) & set(test):
        return f"{len(set(train) & set(test))} rows are on both sides"
    if sorted(train + test) != list(range(len(args[0]))):
        return "some rows are missing, repeated or do not exist"
    return None


@_each
def ascending(args, out):
    sides = _positions(out)
    if sides is None:
        return "the result is not two one-dimensional integer arrays"
    return next(("positions are not in ascending order" for side in sides if side != sorted(side)), None)


@_each
def class_sizes(args, out):
    y, test_frac, _ = args
    sides = _positions(out)
    if sides is None or any(not 0 <= i < len(y) for i in sides[0] + sides[1]):
        return "the result does not hold positions of rows"
    labels = [str(label) for label in y]
    for label in sorted(set(labels)):
        expected = test_size(labels.count(label), test_frac)
        got = sum(labels[i] == label for i in sides[1])
        if expected != got:
            return f"class of {labels.count(label)} rows, test_frac {test_frac}: {expected} test rows due, {got} found"
    return None


# --- distribution ---------------------------------------------------------------------------------------------------

# Classes a and b have five rows each, of which two are drawn: equally large, so that their draws can be compared rank by rank.
ROWS = "abcabcdabcccabcccabcdc"
SHARE = 0.4


def _replicates(rng, n):
    """The same rows with n different seeds."""
    y = np.array(list(ROWS))
    seeds = np.unique(rng.integers(0, 2**32 - 1, size=n))  # a seed drawn twice would count one split twice
    return [(y, SHARE, int(seed)) for seed in seeds]


def many_seeds(rng):
    return _replicates(rng, 800)


def some_seeds(rng):
    return _replicates(rng, 300)


def _chosen(outputs):
    """[replicates, rows] of booleans, true where the row is on the test side; None when a result is malformed."""
    chosen = np.zeros((len(outputs), len(ROWS)), dtype=bool)
    for row, out in zip(chosen, outputs, strict=True):
        sides = _positions(out)
        if sides is None or any(not 0 <= i < len(ROWS) for i in sides[1]):
            return None
        row[sides[1]] = True
    return chosen


def _pvalue(hits, p):
    return float(binomtest(int(hits.sum()), len(hits), p).pvalue)


def _members():
    return {name: [i for i, label in enumerate(ROWS) if label == name] for name in sorted(set(ROWS))}


def row_pvalues(cases, outputs):
    """Each row is drawn with probability k_c / n_c."""
    chosen = _chosen(outputs)
    if chosen is None:
        return {"positions of rows": 0.0}
    return {
        f"row {i}": _pvalue(chosen[:, i], test_size(len(rows), SHARE) / len(rows))
        for rows in _members().values()
        for i in rows
    }


def joint_pvalues(cases, outputs):
    """Pairs of one class are drawn together as often as in a uniform draw; two classes agree as often as chance has it."""
    chosen = _chosen(outputs)
    if chosen is None:
        return {"positions of rows": 0.0}
    found = {}
    members = _members()
    for name in "ac":
        rows = members[name]
        n, k = len(rows), test_size(len(rows), SHARE)
        together = k * (k - 1) / (n * (n - 1))
        for i, j in combinations(range(n), 2):
            if j - i == 1 or name == "a":
                found[f"{name}{i} with {name}{j}"] = _pvalue(chosen[:, rows[i]] & chosen[:, rows[j]], together)
    same = (chosen[:, members["a"]] == chosen[:, members["b"]]).all(axis=1)
    size = len(members["a"])
    found["two classes drawn alike"] = _pvalue(same, 1 / comb(size, test_size(size, SHARE)))
    return found
