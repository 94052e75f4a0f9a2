"""Plain loops: for each pair of fold and category that occurs, the rows of the other folds are summed directly with math.fsum, so nothing is
ever subtracted. Open point: m = nan or infinity is not considered."""
import math

import numpy as np


def oof_target_encode(cat, y, fold, m):
    if not len(cat) == len(y) == len(fold):
        raise ValueError("lengths differ")
    if m < 0:
        raise ValueError("m must not be negative")
    cats = [str(c) for c in cat]
    ys = [float(v) for v in y]
    folds = [int(f) for f in fold]
    if len(set(folds)) < 2:
        raise ValueError("at least two folds are needed")
    m = float(m)

    rows_of_cat = {}
    for i, c in enumerate(cats):
        rows_of_cat.setdefault(c, []).append(i)
    mu, memo = {}, {}
    out = np.empty(len(cats), dtype=np.float64)
    for i, (c, f) in enumerate(zip(cats, folds)):
        if f not in mu:
            others = [ys[r] for r in range(len(ys)) if folds[r] != f]
            mu[f] = math.fsum(others) / len(others)
        if (c, f) not in memo:
            values = [ys[r] for r in rows_of_cat[c] if folds[r] != f]
            if values:
                memo[c, f] = (math.fsum(values) + m * mu[f]) / (len(values) + m)
            else:
                memo[c, f] = mu[f]
        out[i] = memo[c, f]
    return out
