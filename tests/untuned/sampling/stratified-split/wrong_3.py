"""Makes a fresh generator from the same seed for every class. Violates "the classes are drawn independently of one another".
Shows on y = [0, 0, 0, 0, 1, 1, 1, 1], test_frac = 0.25: the test rows are always i and i + 4."""
import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac")
    groups = {}
    for i, v in enumerate(y):
        groups.setdefault(v, []).append(i)
    mask = np.zeros(len(y), dtype=bool)
    for rows in groups.values():
        n_c = len(rows)
        k = int(np.floor(test_frac * n_c + 0.5))
        if n_c >= 2:
            k = min(max(k, 1), n_c - 1)
        rng = np.random.default_rng(seed)
        mask[rng.permutation(np.array(rows))[:k]] = True
    return np.flatnonzero(~mask), np.flatnonzero(mask)
