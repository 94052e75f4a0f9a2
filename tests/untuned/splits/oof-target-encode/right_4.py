"""Old-fashioned: sums from the left and from the right over the folds (prefix plus suffix), so that the own fold is skipped rather than
subtracted. The same routine serves the overall mean and each category."""
import math

import numpy as np


def _others(values_by_fold):
    """fold -> (sum, count) over all other folds."""
    keys = sorted(values_by_fold)
    part = [(math.fsum(values_by_fold[f]), len(values_by_fold[f])) for f in keys]
    right = [(0.0, 0)]
    for s, c in reversed(part):
        right.append((right[-1][0] + s, right[-1][1] + c))
    right.reverse()
    result, left_s, left_c = {}, 0.0, 0
    for j, f in enumerate(keys):
        result[f] = (left_s + right[j + 1][0], left_c + right[j + 1][1])
        left_s += part[j][0]
        left_c += part[j][1]
    return result


def oof_target_encode(cat, y, fold, m):
    if m < 0 or len(cat) != len(y) or len(cat) != len(fold):
        raise ValueError("invalid input")
    everything, by_cat = {}, {}
    triples = [(str(c), float(v), int(f)) for c, v, f in zip(cat, y, fold)]
    for c, v, f in triples:
        everything.setdefault(f, []).append(v)
        by_cat.setdefault(c, {}).setdefault(f, []).append(v)
    if len(everything) < 2:
        raise ValueError("fewer than two different folds")
    overall = _others(everything)
    per_cat = {c: _others(d) for c, d in by_cat.items()}
    out = []
    for c, _, f in triples:
        mu = overall[f][0] / overall[f][1]
        S, N = per_cat[c][f]
        out.append(mu if N == 0 else (S + float(m) * mu) / (N + float(m)))
    return np.array(out, dtype=np.float64)
