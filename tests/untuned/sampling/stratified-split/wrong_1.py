"""Rounds with Python's round, which sends ties to the even number. Violates "k_c = floor(f * n_c + 0.5)".
Shows on y = [0] * 10, test_frac = 0.25: 2 test rows instead of 3."""
import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac")
    rng = np.random.default_rng(seed)
    groups = {}
    for i, v in enumerate(y):
        groups.setdefault(v, []).append(i)
    test = []
    for rows in groups.values():
        k = round(test_frac * len(rows))
        if len(rows) == 1:
            k = 1 if test_frac >= 0.5 else 0
        else:
            k = min(max(k, 1), len(rows) - 1)
        test.extend(rng.permutation(rows)[:k].tolist())
    test = np.array(sorted(test), dtype=int)
    return np.setdiff1d(np.arange(len(y)), test), test
