"""Shifts integer labels to start at 0, so that bincount works, in place. Violates "y is not modified".
Shows on y = np.array([-1, -1, 4, 4]): afterwards y is [0, 0, 5, 5]."""
import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac")
    y = np.asarray(y)
    if y.size == 0:
        return np.array([], dtype=int), np.array([], dtype=int)
    if y.dtype.kind == "i" and y.max() - y.min() < 10 * y.size:
        y -= y.min()
        codes = y
    else:
        codes = np.unique(y, return_inverse=True)[1]
    rng = np.random.default_rng(seed)
    mask = np.zeros(y.size, dtype=bool)
    for c, n_c in enumerate(np.bincount(codes)):
        if n_c == 0:
            continue
        k = int(np.floor(test_frac * n_c + 0.5))
        if n_c >= 2:
            k = min(max(k, 1), n_c - 1)
        mask[rng.permutation(np.flatnonzero(codes == c))[:k]] = True
    return np.flatnonzero(~mask), np.flatnonzero(mask)
