"""Leaves the matter of lengths to zip. Violates "ValueError is raised when ... the three lengths differ".
Shows on cat = ["a", "b", "c"], y = [1, 0, 1], fold = [0, 1], m = 1: two numbers come back."""
import math

import numpy as np


def oof_target_encode(cat, y, fold, m):
    if m < 0:
        raise ValueError("m must be at least 0")
    rows = [(str(c), float(v), int(f)) for c, v, f in zip(cat, y, fold)]
    folds = {f for _, _, f in rows}
    if len(folds) < 2:
        raise ValueError("two folds")
    by_cat = {}
    for c, v, f in rows:
        by_cat.setdefault(c, []).append((v, f))
    mu = {}
    for f in folds:
        rest = [v for _, v, g in rows if g != f]
        mu[f] = math.fsum(rest) / len(rest)
    cache = {}
    for c, _, f in rows:
        if (c, f) not in cache:
            values = [v for v, g in by_cat[c] if g != f]
            cache[c, f] = (math.fsum(values) + m * mu[f]) / (len(values) + m) if values else mu[f]
    return np.array([cache[c, f] for c, _, f in rows], dtype=float)
