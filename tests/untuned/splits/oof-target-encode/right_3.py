"""Exact arithmetic: totals per category and per (category, fold) as fractions, where subtracting the own fold loses nothing; only the final
quotient is rounded."""
from collections import defaultdict
from fractions import Fraction

import numpy as np


def oof_target_encode(cat, y, fold, m):
    n = len(cat)
    if len(y) != n or len(fold) != n:
        raise ValueError("cat, y and fold must have the same length")
    if m < 0:
        raise ValueError("m < 0")
    cat = [str(c) for c in cat]
    fold = [int(f) for f in fold]
    if len(set(fold)) < 2:
        raise ValueError("two folds at least")
    y = [Fraction(v.item() if isinstance(v, np.generic) else v) for v in y]
    m = Fraction(m.item() if isinstance(m, np.generic) else m)
    total = defaultdict(lambda: [Fraction(0), 0])
    for c, v, f in zip(cat, y, fold):
        for key in (("all",), ("cat", c), ("fold", f), ("both", c, f)):
            cell = total[key]
            cell[0] += v
            cell[1] += 1
    cache = {}
    for c, f in set(zip(cat, fold)):
        a, b = total[("all",)], total[("fold", f)]
        mu = (a[0] - b[0]) / (a[1] - b[1])
        p, q = total[("cat", c)], total[("both", c, f)]
        S, N = p[0] - q[0], p[1] - q[1]
        cache[c, f] = float((S + m * mu) / (N + m)) if N else float(mu)
    return np.array([cache[key] for key in zip(cat, fold)], dtype=np.float64)
