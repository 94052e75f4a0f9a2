"""Reference and generators of `roc_auc`: each clicked score is placed among the sorted unclicked ones, in whole numbers."""

import math
from bisect import bisect_left, bisect_right

import numpy as np


def reference(y_true, scores, single_class="raise"):
    labels, values = np.asarray(y_true), np.asarray(scores)
    if labels.ndim != 1 or labels.shape != values.shape:
        raise ValueError("two equally long one-dimensional arguments are needed")
    labels, values = labels.tolist(), values.tolist()
    if any(label not in (0, 1) for label in labels) or any(math.isnan(v) for v in values):
        raise ValueError("labels are 0 or 1 and scores are numbers")
    below = sorted(v for label, v in zip(labels, values, strict=True) if label == 0)
    above = [v for label, v in zip(labels, values, strict=True) if label == 1]
    if not below or not above:
        if single_class == "raise":
            raise ValueError("one class only")
        return math.nan
    half_points = sum(bisect_left(below, v) + bisect_right(below, v) for v in above)
    return half_points / (2 * len(above) * len(below))


def _labels(rng, n, share):
    labels = (rng.random(n) < share).astype(int)
    labels[:2] = [1, 0]
    return rng.permutation(labels)


def distinct_case(rng, i):
    """Scores on the scale of logits, hardly ever equal; the share of clicks goes down to a few per cent."""
    n = [2, 3, 7][i] if i < 3 else 20 * i
    labels = _labels(rng, n, [0.5, 0.3, 0.04][i % 3])
    return labels, rng.normal(scale=3.0, size=n) + rng.uniform(-1.0, 1.5) * labels - 2.0


def tied_case(rng, i):
    """A handful of different scores, from two to seven; every third model ranks backwards."""
    n, levels = 6 + 12 * i, 2 + i % 6
    labels = _labels(rng, n, [0.4, 0.15][i % 2])
    effect = -0.8 if i % 3 == 1 else 0.3
    raw = rng.integers(0, levels, size=n) + np.sign(effect) * (rng.random(n) < abs(effect)) * labels
    return labels, raw * 0.75 - 1.5


def whole_number_case(rng, i):
    """Scores that are whole numbers, so that an integer dtype says the same."""
    labels = _labels(rng, 15 + 10 * i, 0.4)
    return labels, (rng.integers(-6, 7, size=len(labels)) + labels).astype(float)


def large_case(rng, size):
    """`size` impressions, a third of them clicked, scores with few ties."""
    labels = _labels(rng, size, 1 / 3)
    return labels, rng.normal(size=size) + 0.7 * labels


def large_table(rng, i):
    """More pairs than 32 bits can count."""
    return large_case(rng, 120_000)


def small_rankings(rng):
    noise = rng.normal(size=40)
    order = rng.permutation(40)
    return {
        "two rows in order": (np.array([0, 1]), np.array([-0.5, 0.5])),
        "two rows out of order": (np.array([1, 0]), np.array([-0.5, 0.5])),
        "every pair wrong": (np.array([1, 1, 0, 0, 0]), np.array([-3.0, -2.0, -1.0, 4.0, 9.0])),
        "every score equal": (np.array([1, 0, 0, 1, 0]), np.full(5, 0.25)),
        "one click among many": (np.eye(40, dtype=int)[order[0]], noise),
        "one row without a click among many": (1 - np.eye(40, dtype=int)[order[1]], noise),
        "boolean labels": (np.array([True, False, True, False, False]), np.array([1.0, 2.0, 2.0, -1.0, 1.0])),
        "all scores below zero": (np.array([1, 0, 1, 0]), np.array([-9.0, -7.0, -2.0, -3.0])),
        "ties with the clicks first": (np.array([1, 1, 0, 0]), np.array([1.0, 1.0, 1.0, 0.0])),
        "ties with the clicks last": (np.array([0, 0, 1, 1]), np.array([0.0, 1.0, 1.0, 1.0])),
    }


def close_scores(rng):
    """Scores a few 1e-12 apart, at several offsets, and scores of very different size."""
    cases = {}
    for name, offset in (("near zero", 0.0), ("near one", 1.0), ("far below zero", -30.0)):
        labels = _labels(rng, 30, 0.4)
        cases[name] = (labels, offset + 1e-12 * rng.permutation(30).astype(float))
    labels, sizes = _labels(rng, 24, 0.5), 10.0 ** rng.permutation(np.arange(-120, 120, 10))
    cases["very large and very small"] = (labels, rng.choice([-1.0, 1.0], 24) * sizes)
    return cases


def swap_labels(rng, args):
    labels, scores = args
    return 1 - labels, scores


def complement(args, out, args2, out2):
    return None if abs(out + out2 - 1.0) <= 1e-9 else "the areas of the two classes do not add up to one"


def reorder_rows(rng, args):
    """Clicks first: the order in which code that breaks ties by position is furthest off."""
    labels, scores = args
    order = np.argsort(-labels, kind="stable")
    return labels[order], scores[order]


def other_scale(rng, args):
    """Replace each distinct score by an increasing, unevenly spaced value; equal scores stay equal."""
    labels, scores = args
    levels, position = np.unique(scores, return_inverse=True)
    return labels, (np.cumsum(rng.gamma(0.5, 2.0, len(levels)) + 1e-3) - 2.0)[position]


def same_area(args, out, args2, out2):
    return None if abs(out - out2) <= 1e-9 else "the area changed although every pair kept its order"


def probe_single_class(rng):
    scores = rng.normal(size=9)
    return {
        "clicks only": (np.ones(9, dtype=int), scores),
        "no click": (np.zeros(9, dtype=int), scores),
    }


def one_class_tables(rng):
    return {
        "one clicked row": (np.array([1]), np.array([0.3])),
        "one row without a click": (np.array([0]), np.array([-1.3])),
        "clicks only, scores equal": (np.ones(4, dtype=int), np.full(4, 0.5)),
        "no click, scores equal": (np.zeros(4, dtype=int), np.full(4, 0.5)),
    }


def foreign_labels(rng):
    scores = rng.normal(size=6)
    return {
        "labels of minus one": (np.array([1, -1, 1, -1, -1, 1]), scores),
        "labels of two": (np.array([1, 2, 1, 2, 2, 1]), scores),
        "a third label": (np.array([0, 1, 2, 0, 1, 0]), scores),
    }


def missing_scores(rng):
    labels, scores = distinct_case(rng, 3)
    cases = {}
    for label in (0, 1):
        broken = scores.copy()
        broken[np.flatnonzero(labels == label)[0]] = np.nan
        cases[f"in a row with label {label}"] = (labels, broken)
    return cases


def mismatched_inputs(rng):
    labels, scores = distinct_case(rng, 3)
    return {
        "one score for all rows": (labels, scores[:1].copy()),
        "a score too few": (labels, scores[:-1].copy()),
        "a label too few": (labels[:-1].copy(), scores),
        "scores as a column": (labels, scores[:, None].copy()),
        "labels as a column": (labels[:, None].copy(), scores),
        "both as columns": (labels[:, None].copy(), scores[:, None].copy()),
    }
