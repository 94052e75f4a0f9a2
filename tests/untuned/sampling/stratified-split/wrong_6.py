"""The range check lets NaN through, and the clipping then hides it. Violates "Anything outside, NaN included, raises ValueError".
Shows on y = [0, 0, 1, 1], test_frac = nan: a split comes back."""
import numpy as np


def stratified_split(y, test_frac, seed):
    if test_frac <= 0 or test_frac >= 1:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    rng = np.random.default_rng(seed)
    groups = {}
    for i, v in enumerate(y):
        groups.setdefault(v, []).append(i)
    mask = np.zeros(len(y), dtype=bool)
    for rows in groups.values():
        n_c = len(rows)
        with np.errstate(invalid="ignore"):
            k = int(np.floor(np.array([test_frac * n_c + 0.5])).astype(np.int64)[0])
        k = min(max(k, 1), n_c - 1) if n_c >= 2 else max(k, 0)
        mask[rng.permutation(np.array(rows))[:k]] = True
    return np.flatnonzero(~mask), np.flatnonzero(mask)
