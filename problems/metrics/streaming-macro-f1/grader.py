"""Reference and generators of `StreamingMacroF1`: all rows are kept and counted anew at each look."""

from fractions import Fraction

import numpy as np


class reference:  # noqa: N801 - the name that the judge looks for
    def __init__(self, n_classes):
        self.n_classes = n_classes
        self.rows = []

    def update(self, y_true, y_pred):
        self.rows += [(int(true), int(pred)) for true, pred in zip(y_true, y_pred, strict=True)]

    def compute(self):
        return float(sum((self._f1(c) for c in range(self.n_classes)), Fraction(0)) / self.n_classes)

    def _f1(self, c):
        hits = sum(true == c and pred == c for true, pred in self.rows)
        ends = sum((true == c) + (pred == c) for true, pred in self.rows)
        return Fraction(2 * hits, ends) if ends else Fraction(0)


def _batch(rng, n, classes, skill=0.6):
    """Labels of uneven frequency; a wrong prediction prefers the class after the right one."""
    share = 0.6 ** np.arange(classes)
    true = rng.choice(classes, size=n, p=share / share.sum())
    slip = (true + rng.choice([1, 1, 2], size=n)) % classes
    return true, np.where(rng.random(n) < skill, true, slip)


def stream_case(rng, i):
    """Two to five batches of uneven size, with a look after some of them and at the end."""
    classes = [2, 3, 5, 4][i % 4]
    steps = []
    for b in range(2 + i % 4):
        steps.append(("update", *_batch(rng, int(rng.integers(1, 6 + 5 * i)), classes, rng.uniform(0.3, 0.9))))
        if (b + i) % 2:
            steps.append(("compute",))
    return (classes,), [*steps, ("compute",)]


def uneven_case(rng, i):
    """A long batch of frequent classes and short ones of rare classes; one look at the end."""
    classes = 4 + i
    long = _batch(rng, 300, 2, 0.95)
    rare = [tuple(np.array(part) for part in zip(*[(2 + j % (classes - 2), j % classes)] * 2)) for j in range(1 + i)]
    updates = [("update", *long), *(("update", *batch) for batch in rare), ("update", *_batch(rng, 7, classes, 0.2))]
    return (classes,), [updates[k] for k in rng.permutation(len(updates))] + [("compute",)]


def batches_case(rng, i):
    """Three batches, and one look at the end."""
    classes = 3 + i % 3
    return (classes,), [*(("update", *_batch(rng, 3 + 4 * b + i, classes)) for b in range(3)), ("compute",)]


def one_batch(rng, args):
    init, steps = args
    joined = (np.concatenate([step[part] for step in steps[:-1]]) for part in (1, 2))
    return init, [("update", *joined), steps[-1]]


def row_by_row(rng, args):
    """Every row a batch of its own, in another order."""
    init, steps = args
    true, pred = (np.concatenate([step[part] for step in steps[:-1]]) for part in (1, 2))
    return init, [*(("update", true[[k]], pred[[k]]) for k in rng.permutation(len(true))), steps[-1]]


def same_at_the_end(args, out, args2, out2):
    return None if abs(out[-1] - out2[-1]) <= 1e-9 else f"the result went from {out[-1]!r} to {out2[-1]!r}"


def _labels(*values):
    return np.array(values, dtype=np.int64)


def absent_classes(rng):
    two = _batch(rng, 20, 2)
    return {
        "classes never seen": ((6,), [("update", *two), ("compute",)]),
        "only the last class": ((4,), [("update", _labels(3, 3), _labels(3, 3)), ("compute",)]),
        "predicted, but never true": ((3,), [("update", _labels(0, 0, 1), _labels(0, 2, 1)), ("compute",)]),
        "true, but never predicted": ((3,), [("update", _labels(0, 2, 1), _labels(0, 0, 1)), ("compute",)]),
        "seen in the second batch only": (
            (3,),
            [("update", _labels(0, 1), _labels(0, 1)), ("compute",), ("update", _labels(2), _labels(2)), ("compute",)],
        ),
        "one class": ((1,), [("compute",), ("update", _labels(0, 0), _labels(0, 0)), ("compute",)]),
        "everything wrong": ((3,), [("update", _labels(0, 1, 2), _labels(1, 2, 0)), ("compute",)]),
        "forty classes": ((40,), [("update", *_batch(rng, 60, 40)), ("compute",)]),
    }


def without_rows(rng):
    none = np.zeros(0, dtype=np.int64)
    batch = _batch(rng, 9, 3)
    return {
        "a look before the first batch": ((3,), [("compute",)]),
        "an empty batch alone": ((2,), [("update", none, none), ("compute",)]),
        "an empty batch first": ((3,), [("update", none, none), ("update", *batch), ("compute",)]),
        "an empty batch last": ((3,), [("update", *batch), ("update", none, none), ("compute",)]),
        "an empty batch as lists": ((3,), [("update", [], []), ("update", [0, 1, 2], [0, 2, 2]), ("compute",)]),
        "an empty batch as lists, alone": ((3,), [("update", [], []), ("compute",)]),
        "a look before, and batches after": ((3,), [("compute",), ("update", *batch), ("compute",)]),
    }


def many_looks(rng):
    first, second, third = (_batch(rng, n, 4) for n in (12, 5, 20))
    look = ("compute",)
    return {
        "three looks in a row": ((4,), [("update", *first), look, look, look]),
        "looks between batches": (
            (4,),
            [("update", *first), look, look, ("update", *second), look, ("update", *third), look, look],
        ),
        "no look until the end": ((4,), [("update", *first), ("update", *second), ("update", *third), look]),
    }


def several_instances(rng):
    first, second, third = (_batch(rng, n, 3) for n in (10, 14, 6))
    return {
        "two conveyors by turns": (
            (3,),
            [
                ("update", *first),
                ("other:update", *second),
                ("compute",),
                ("other:compute",),
                ("update", *third),
                ("other:compute",),
                ("compute",),
            ],
        ),
        "a new one begins with nothing": ((3,), [("update", *first), ("other:compute",), ("compute",)]),
        "three conveyors": (
            (3,),
            [
                ("other:update", *first),
                ("third:update", *second),
                ("compute",),
                ("third:compute",),
                ("other:compute",),
            ],
        ),
    }


def narrow_types(rng):
    """Labels in small types, with more rows of a class than one or two bytes can count, and more pairs of classes."""
    cases = {}
    for dtype in (np.uint8, np.int8, np.int32):
        batches = [tuple(part.astype(dtype) for part in _batch(rng, 700, 3, 0.8)) for _ in range(2)]
        cases[np.dtype(dtype).name] = ((3,), [*(("update", *batch) for batch in batches), ("compute",)])
    true = rng.integers(0, 20, size=200).astype(np.uint8)
    pred = np.where(rng.random(200) < 0.6, true, rng.permutation(true))
    cases["uint8, twenty classes"] = ((20,), [("update", true, pred), ("compute",)])
    intact = np.zeros(70_000, dtype=np.uint8)
    batch = tuple(part.astype(np.uint8) for part in _batch(rng, 300, 3))
    return {**cases, "a long day": ((3,), [("update", intact, intact), ("update", *batch), ("compute",)])}
