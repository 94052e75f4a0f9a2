"""Reference and generators of the weighted log loss: one row at a time, with exact sums."""

import math

import numpy as np

CLIP = 1e-15


def _row_loss(label, probability):
    clipped = min(max(probability, CLIP), 1.0 - CLIP)
    return -math.log(clipped) if label == 1 else -math.log1p(-clipped)


def _row_weights(labels, weights):
    if not isinstance(weights, str):
        return [float(w) for w in weights]
    counts = {label: labels.count(label) for label in (0, 1)}
    if 0 in counts.values():
        raise ValueError("one class only: there is nothing to balance")
    return [len(labels) / (2 * counts[label]) for label in labels]


def reference(y, p, weights):
    labels, probabilities = [int(v) for v in y], [float(v) for v in p]
    row_weights = _row_weights(labels, weights)
    losses = [_row_loss(label, probability) for label, probability in zip(labels, probabilities, strict=True)]
    return math.fsum(w * loss for w, loss in zip(row_weights, losses, strict=True)) / math.fsum(row_weights)


# --- generators -----------------------------------------------------------------------------------------------------


def _night(rng, failures, quiet):
    """Labels in random order, and probabilities of a useful but imperfect model, none close to 0 or 1."""
    y = np.array([1] * failures + [0] * quiet)[rng.permutation(failures + quiet)]
    p = 1.0 / (1.0 + np.exp(-rng.normal(1.5 * (2 * y - 1), 1.5)))
    return y, np.clip(p, 0.001, 0.999)


def row_weights_case(rng, i):
    """From two rows on; weights differ by a factor of a hundred and have nothing to do with the class."""
    y, p = _night(rng, 1 + i // 2, 1 + int(rng.integers(1, 3 + 4 * i)))
    return y, p, 10.0 ** rng.uniform(-1.0, 1.0, size=len(y))


def balanced_case(rng, i):
    """Skewed both ways: failures are mostly the rare class, in every third case the common one."""
    rare, common = 1 + int(rng.integers(0, 1 + i)), 4 + int(rng.integers(0, 4 + 12 * i))
    y, p = _night(rng, rare, common) if i % 3 else _night(rng, common, rare)
    return y, p, "balanced"


def forms_case(rng, i):
    y, p, weights = row_weights_case(rng, 3 + i)
    return (y, p, "balanced") if i == 2 else (y, p, weights)


def certain_rows(rng):
    """Probabilities at and around the ends of the clip, right and wrong, with and without weight."""
    ends = np.array([0.0, 1.0, 1e-300, 1e-16, 5e-16, 1e-15, 3e-15, 1e-13, 1.0 - 1e-16, 1.0 - 5e-16, 1.0 - 1e-13])
    both = np.concatenate([ends, ends])
    labels = np.repeat([0, 1], len(ends))
    cases = {
        "sure and wrong": (np.array([1, 0, 1]), np.array([0.0, 1.0, 0.0]), np.array([1.0, 2.0, 4.0])),
        "sure and right": (np.array([0, 1, 0]), np.array([0.0, 1.0, 0.25]), np.array([1.0, 2.0, 4.0])),
        "sure, wrong and of no weight": (np.array([1, 0, 1]), np.array([0.0, 1.0, 0.3]), np.array([0.0, 0.0, 2.0])),
        "every end, balanced": (labels, both, "balanced"),
    }
    for value in (0.0, 1e-300, 5e-16, 1e-15, 3e-15, 1e-13):
        cases[f"label 1 at {value}"] = (np.array([1]), np.array([value]), np.array([3.0]))
    for value in (1.0, 1.0 - 5e-16, 1.0 - 1e-13):
        cases[f"label 0 at {value}"] = (np.array([0]), np.array([value]), np.array([3.0]))
    return cases


def single_precision(rng):
    y, p, weights = row_weights_case(rng, 6)
    saturated = p.astype(np.float32)
    saturated[:3] = [0.0, 1.0, 1.0]
    mixed = np.array([1, 0, 1, 0])
    ends = np.array([1.0, 0.0, 0.0, 1.0], dtype=np.float32)
    return {
        "some rows at the ends": (y, saturated, weights),
        "only the ends": (mixed, ends, np.array([5.0, 3.0, 2.0, 1.0])),
        "sure and right": (mixed[:2].copy(), ends[:2].copy(), np.array([5.0, 3.0])),
        "only the ends, balanced": (mixed, ends, "balanced"),
    }


def small_inputs(rng):
    y, p, weights = row_weights_case(rng, 5)
    gaps = weights.copy()
    gaps[::2] = 0.0
    one = np.array([float(rng.uniform(0.1, 0.9))])
    return {
        "one failure": (np.array([1]), one, np.array([2.5])),
        "one quiet night": (np.array([0]), one, np.array([0.5])),
        "failures only, weights per row": (np.ones(4, dtype=int), p[:4].copy(), weights[:4].copy()),
        "no failure, weights per row": (np.zeros(4, dtype=int), p[:4].copy(), weights[:4].copy()),
        "one row of each class, balanced": (np.array([0, 1]), p[:2].copy(), "balanced"),
        "every second row without weight": (y, p, gaps),
        "all the weight on one row": (y, p, np.eye(len(y))[1]),
    }


def other_dtypes(rng):
    y, p, weights = row_weights_case(rng, 5)
    skewed, q, _ = balanced_case(rng, 4)
    cases = {"whole weights": (y, p, np.arange(1, len(y) + 1))}
    for dtype in (bool, np.uint8, np.int8, np.float32, np.float64):
        name = np.dtype(dtype).name
        cases[f"{name} labels"] = (y.astype(dtype), p, weights)
        cases[f"{name} labels, balanced"] = (skewed.astype(dtype), q, "balanced")
    long, r = _night(rng, 20, 380)
    cases["uint8 labels, balanced, more rows than a byte counts"] = (long.astype(np.uint8), r, "balanced")
    return cases


def one_class(rng):
    _, p = _night(rng, 2, 3)
    return {
        "no failure": (np.zeros(5, dtype=int), p, "balanced"),
        "failures only": (np.ones(5, dtype=int), p, "balanced"),
        "one row": (np.array([1]), p[:1].copy(), "balanced"),
    }


def misfits(rng):
    y, p, weights = row_weights_case(rng, 5)
    return {
        "one probability for all rows": (y, p[:1].copy(), weights),
        "one label for all rows": (y[:1].copy(), p, weights),
        "a column of probabilities": (y, p[:, None].copy(), weights),
        "a column of labels": (y[:, None].copy(), p, weights),
        "a weight too many": (y, p, np.append(weights, 1.0)),
        "weights that sum to zero": (y, p, np.zeros(len(y))),
        "an unknown name": (y, p, "balance"),
    }


# --- relations ------------------------------------------------------------------------------------------------------


def other_unit(rng, args):
    """The same weights in a unit so large that their sum is about 1e-8, or so small that it is about 1e8."""
    y, p, weights = args
    return y, p, weights * (10.0 ** rng.choice([-8.0, 8.0]) / weights.sum())


def repeat_one_class(rng, args):
    """Every row of one class three times over."""
    y, p, weights = args
    order = rng.permutation(np.repeat(np.arange(len(y)), np.where(y == rng.integers(2), 3, 1)))
    return y[order], p[order], weights


def same_loss(args, out, args2, out2):
    return None if abs(out - out2) <= 1e-9 * abs(out) else f"the loss moved from {out!r} to {out2!r}"
