"""The layer in rational numbers, and the sequences of calls that separate it from its look-alikes."""

import math
from fractions import Fraction

import numpy as np


class reference:  # noqa: N801 - the judge looks for this name
    """Two lists of floats are all its state; batch statistics are exact until the last step."""

    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.mean, self.variance = None, None

    def forward(self, X, training):
        X = np.asarray(X)
        if training and len(X) < 2:
            raise ValueError("a training batch needs two rows")
        columns = [[Fraction(v) for v in column] for column in X.T.tolist()]
        if self.mean is None:
            self.mean, self.variance = [0.0] * len(columns), [1.0] * len(columns)
        out = np.zeros(X.shape)
        for j, column in enumerate(columns):
            out[:, j] = self._train(j, column) if training else self._listen(j, column)
        return out

    def _train(self, j, column):
        n, m = len(column), self.momentum
        mean = sum(column) / n
        squares = sum((v - mean) ** 2 for v in column)
        self.mean[j] = (1 - m) * self.mean[j] + m * float(mean)
        self.variance[j] = (1 - m) * self.variance[j] + m * float(squares / (n - 1))
        root = math.sqrt(float(squares / n) + self.eps)
        return [float(v - mean) / root for v in column]

    def _listen(self, j, column):
        root = math.sqrt(self.variance[j] + self.eps)
        return [float(v - Fraction(self.mean[j])) / root for v in column]


# --- generators -----------------------------------------------------------------------------------------------------


def _batch(rng, n, d):
    """Features of different centres and spreads, none of them standardised by accident."""
    return rng.normal(size=(n, d)) * np.linspace(0.5, 3.0, d) + np.linspace(-4.0, 6.0, d) + rng.normal(size=d)


def _init(rng):
    return float(rng.uniform(0.05, 0.45)), float(rng.uniform(0.01, 0.5))


def training_only(rng, i):
    """One to three training batches of different sizes."""
    d = 2 + i % 4
    return _init(rng), [("forward", _batch(rng, int(n), d), True) for n in rng.permutation([2, 3, 5 + i])[: 1 + i % 3]]


def mixed_calls(rng, i):
    """Training and listening in turns."""
    d = (3, 2, 4, 1)[i % 4]
    kinds = [True, False, True, True, False, False, True, False][: 3 + i]
    return _init(rng), [("forward", _batch(rng, int(rng.integers(2, 7)), d), kind) for kind in kinds]


def square_batches(rng, i):
    """As many rows as features, where a wrong axis raises nothing."""
    d = 2 + i % 3
    return _init(rng), [("forward", _batch(rng, d, d), kind) for kind in (True, False, True, False)]


def side_by_side(rng, i):
    """Two or three layers used in turns, of different widths."""
    steps = []
    for name, d, kind in (
        ("", 2, True),
        ("b:", 3, False),
        ("b:", 3, True),
        ("", 2, False),
        ("b:", 3, False),
        ("c:", 2, False),
    ):
        steps.append((f"{name}forward", _batch(rng, 4, d), kind))
    return _init(rng), steps


def whole_case(rng, i):
    """Whole numbers held as floats, so that they can arrive as integers; each mode sees one shape twice."""
    d = 2 + i
    batches = [rng.integers(-9, 10, size=(n, d)).astype(float) for n in (4, 4, 3, 3)]
    batches[0][0] += 5.0
    modes = (True, True, False, False)
    return (0.3, 0.2), [("forward", batch, training) for batch, training in zip(batches, modes, strict=True)]


def special_calls(rng):
    def batch(n=4, d=3):
        return _batch(rng, n, d)

    flat = batch()
    flat[:, 1] = 2.5
    return {
        "listening before any training": ((0.1, 1e-3), [("forward", batch(), False), ("forward", batch(1), False)]),
        "listening to one row": ((0.2, 0.1), [("forward", batch(), True), ("forward", batch(1), False)]),
        "listening to one row between training": (
            (0.2, 0.1),
            [
                ("forward", batch(), True),
                ("forward", batch(1), False),
                ("forward", batch(), True),
                ("forward", batch(), False),
            ],
        ),
        "training batches of two rows": ((0.4, 0.01), [("forward", batch(2), True), ("forward", batch(2), False)]),
        "one feature": ((0.3, 0.05), [("forward", batch(5, 1), True), ("forward", batch(3, 1), False)]),
        "momentum one": (
            (1.0, 0.02),
            [("forward", batch(), True), ("forward", batch(6), True), ("forward", batch(), False)],
        ),
        "a feature that does not vary": ((0.5, 0.1), [("forward", flat, True), ("forward", batch(), False)]),
        "a small eps": ((0.1, 1e-8), [("forward", batch(), True), ("forward", batch(), False)]),
        "a large eps": ((0.1, 9.0), [("forward", batch(), True), ("forward", batch(), False)]),
        "small spreads": ((0.5, 1e-4), [("forward", 0.01 * batch(), True), ("forward", 0.01 * batch(), False)]),
        "batches of growing size": (
            (0.3, 0.05),
            [("forward", batch(n), kind) for n, kind in ((2, True), (9, True), (3, True), (4, False))],
        ),
    }


def types(rng):
    """Single precision and small whole numbers, whose sums and squares leave the type."""
    small = [rng.integers(60, 127, size=(n, 3)).astype(np.int8) for n in (6, 3)]
    unsigned = [rng.integers(0, 255, size=(n, 2)).astype(np.uint8) for n in (5, 4)]
    single = [_batch(rng, n, 3).astype(np.float32) for n in (6, 3)]
    return {
        name: ((0.3, 0.05), [("forward", first, True), ("forward", second, False)])
        for name, (first, second) in {"int8": small, "uint8": unsigned, "float32": single}.items()
    }


def at_offset(rng, scale):
    """Features near the offset with a spread of about one."""
    offset = scale * rng.uniform(0.5, 1.0, size=3)
    steps = [("forward", offset + rng.normal(size=(n, 3)), kind) for n, kind in ((6, True), (8, True), (4, False))]
    return (1.0, 1e-3), steps


def single_rows(rng):
    row, batch = _batch(rng, 1, 3), _batch(rng, 4, 3)
    return {
        "the first batch": ((0.1, 0.01), [("forward", row, True)]),
        "after a good batch": ((0.1, 0.01), [("forward", batch, True), ("forward", row, True)]),
        "after listening": ((0.1, 0.01), [("forward", batch, False), ("forward", row, True)]),
        "one row of one feature": ((0.1, 0.01), [("forward", row[:, :1], True)]),
    }


def empty_batches(rng):
    return {"no row": ((0.1, 0.01), [("forward", np.zeros((0, 3)), True)])}


# --- what must not matter -------------------------------------------------------------------------------------------


def monitored(rng, i):
    """Training, listening, training, listening: the first row heard is the one that is kept."""
    sizes = ((5, True), (4, False), (3, True), (2, False))
    return _init(rng), [("forward", _batch(rng, n, 3), kind) for n, kind in sizes]


def change_heard(rng, args, kind):
    """Only other rows of the batch that is listened to change."""
    init, steps = args
    heard = steps[1][1]
    if kind == "truncate":
        heard = heard[:2]
    elif kind == "replace":
        heard[1:] = 20.0 * rng.normal(size=heard[1:].shape)
    else:
        heard[1:] += 50.0
    return init, [steps[0], ("forward", heard, False), *steps[2:]]


def keep_others(args, args2, out, out2):
    return [out[0], out[1][0], *out[2:]], [out2[0], out2[1][0], *out2[2:]]


def more_listening(rng, args):
    """The same calls with further ones in between that only listen."""
    init, steps = args
    twin = []
    for step in steps:
        twin += [("forward", 5.0 * _batch(rng, int(rng.integers(1, 5)), step[1].shape[1]), False), step]
    return init, twin


def same_answers(args, out, args2, out2):
    worst = max(np.abs(a - b).max() for a, b in zip(out, out2[1::2], strict=True))
    return None if worst <= 1e-9 else f"an answer moved by {worst:.3g} after further listening"
