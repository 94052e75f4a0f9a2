"""Rotates the rows of a class by a random offset and takes the first k_c: only n_c of the sets can occur. Violates "every set of
k_c rows of a class is equally likely". Shows on y = [0] * 6, test_frac = 0.34 (k = 2): rows 0 and 2 are never drawn together."""
import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac")
    rng = np.random.default_rng(seed)
    groups = {}
    for i, v in enumerate(y):
        groups.setdefault(v, []).append(i)
    mask = np.zeros(len(y), dtype=bool)
    for rows in groups.values():
        n_c = len(rows)
        k = int(np.floor(test_frac * n_c + 0.5))
        if n_c >= 2:
            k = min(max(k, 1), n_c - 1)
        start = rng.integers(n_c)
        mask[np.roll(rows, -start)[:k]] = True
    return np.flatnonzero(~mask), np.flatnonzero(mask)
