"""Reference and generators of `average_precision`: the definition, threshold by threshold, with whole-number counts."""

import math

import numpy as np


def reference(y_true, scores, no_positives="zero"):
    labels, values = np.asarray(y_true).astype(int), np.asarray(scores).astype(float)
    findings = int(labels.sum())
    if findings == 0:
        if no_positives == "raise":
            raise ValueError("there is no finding")
        return 0.0 if no_positives == "zero" else math.nan
    steps, found_before = [], 0
    for threshold in sorted(set(values.tolist()), reverse=True):
        selected = labels[values >= threshold]
        found = int(selected.sum())
        steps.append((found - found_before) * found / (findings * len(selected)))
        found_before = found
    return math.fsum(steps)


def _labels(rng, n, share):
    labels = (rng.random(n) < share).astype(int)
    labels[0] = 1
    return rng.permutation(labels)


def distinct_case(rng, i):
    """Scores on the scale of logits, hardly ever equal; the share of findings goes down to one in fifty."""
    n = [1, 2, 5][i] if i < 3 else 15 * i
    labels = _labels(rng, n, [0.5, 0.2, 0.02][i % 3])
    return labels, rng.normal(scale=3.0, size=n) + rng.uniform(-1.0, 2.5) * labels - 2.0


def tied_case(rng, i):
    """From two to six different scores; every third model ranks backwards."""
    n, levels = 6 + 8 * i, 2 + i % 5
    labels = _labels(rng, n, [0.4, 0.1][i % 2])
    labels[:3] = [1, 0, 0]
    effect = -0.8 if i % 3 == 1 else 0.4
    raw = rng.integers(0, levels, size=n) + np.sign(effect) * (rng.random(n) < abs(effect)) * labels
    raw[:3] = 1.0
    order = rng.permutation(n)
    return labels[order], (raw * 0.75 - 1.5)[order]


def whole_number_case(rng, i):
    """Scores that are whole numbers, so that an integer dtype says the same; order and ties of a tree model."""
    labels = _labels(rng, 15 + 10 * i, 0.3)
    return labels, (rng.integers(-6, 7, size=len(labels)) + labels).astype(float)


def small_worklists(rng):
    noise = rng.normal(size=40)
    order = rng.permutation(40)
    return {
        "one scan with a finding": (np.array([1]), np.array([-0.3])),
        "two scans in order": (np.array([0, 1]), np.array([-0.5, 0.5])),
        "two scans out of order": (np.array([1, 0]), np.array([-0.5, 0.5])),
        "findings only": (np.ones(6, dtype=int), rng.normal(size=6)),
        "every finding at the bottom": (np.array([1, 1, 0, 0, 0]), np.array([-3.0, -2.0, -1.0, 4.0, 9.0])),
        "every score equal": (np.array([1, 0, 0, 1, 0]), np.full(5, 0.25)),
        "one finding among forty": (np.eye(40, dtype=int)[order[0]], noise),
        "one scan without a finding": (1 - np.eye(40, dtype=int)[order[1]], noise),
        "ties with the findings first": (np.array([1, 1, 0, 0]), np.array([1.0, 1.0, 1.0, 0.0])),
        "ties with the findings last": (np.array([0, 0, 1, 1]), np.array([0.0, 1.0, 1.0, 1.0])),
    }


def narrow_labels(rng):
    """Labels as they are stored: one byte or one bit each, with more findings than a byte can count."""
    labels = rng.permutation(np.repeat([1, 0], [290, 90]))
    scores = np.round(rng.normal(size=len(labels)) + 0.8 * labels, 1)
    return {
        "unsigned bytes": (labels.astype(np.uint8), scores),
        "signed bytes": (labels.astype(np.int8), scores),
        "booleans": (labels.astype(bool), scores),
        "a few booleans": (np.array([True, False, True, False, False]), np.array([1.0, 2.0, 2.0, -1.0, 1.0])),
        "unsigned scores": (labels, np.round(10 * (scores - scores.min())).astype(np.uint8)),
    }


def long_worklist(rng, i):
    """The busiest night, from a model with many distinct scores and some that are equal."""
    labels = _labels(rng, 3000, 0.02)
    return labels, np.round(rng.normal(size=3000) + 1.2 * labels, 3)


def close_scores(rng):
    """Scores a few 1e-12 apart, at several offsets, and scores of very different size."""
    cases = {}
    for name, offset in (("near zero", 0.0), ("near one", 1.0), ("far below zero", -30.0)):
        cases[name] = (_labels(rng, 30, 0.4), offset + 1e-12 * rng.permutation(30).astype(float))
    cases["millions"] = (_labels(rng, 30, 0.4), 3.0e6 + 1e-3 * rng.permutation(30))
    labels, sizes = _labels(rng, 24, 0.5), 10.0 ** rng.permutation(np.arange(-120, 120, 10))
    cases["very large and very small"] = (labels, rng.choice([-1.0, 1.0], 24) * sizes)
    return cases


def reorder_rows(rng, args):
    """Findings first: the order in which code that breaks ties by position is furthest off."""
    labels, scores = args
    order = np.argsort(-labels, kind="stable")
    return labels[order], scores[order]


def read_twice(rng, args):
    """Every scan twice, with the same label and score."""
    labels, scores = args
    return np.repeat(labels, 2), np.repeat(scores, 2)


def other_scale(rng, args):
    """Replace each distinct score by an increasing, unevenly spaced value; equal scores stay equal."""
    labels, scores = args
    levels, position = np.unique(scores, return_inverse=True)
    return labels, (np.cumsum(rng.gamma(0.5, 20.0, len(levels)) + 1e-3) - 5.0)[position]


def same_precision(args, out, args2, out2):
    return None if abs(out - out2) <= 1e-9 else f"the result went from {out!r} to {out2!r}"


def probe_no_positives(rng):
    return {
        "nine scans without a finding": (np.zeros(9, dtype=int), rng.normal(size=9)),
        "two scans without a finding": (np.zeros(2, dtype=int), rng.normal(size=2)),
    }


def no_findings(rng):
    return {
        "one scan": (np.array([0]), np.array([-1.3])),
        "scores equal": (np.zeros(4, dtype=int), np.full(4, 0.5)),
        "booleans": (np.zeros(5, dtype=bool), rng.normal(size=5)),
        "no scan": (np.zeros(0, dtype=int), np.zeros(0)),
    }
