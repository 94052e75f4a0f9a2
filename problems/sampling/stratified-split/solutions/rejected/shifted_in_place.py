"""Shifts integer labels that lie close together to start at 0, so that they can be counted by bincount.

Trap: the array of the caller is shifted as well.
Mistake: no_validation
Caught by: hygiene/inputs
"""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y = np.asarray(y)
    codes = np.unique(y, return_inverse=True)[1]
    if y.size and y.dtype.kind == "i" and np.ptp(y) < 10 * y.size:
        y -= y.min()
        codes = y
    rng = np.random.default_rng(seed)
    in_test = np.zeros(y.size, dtype=bool)
    for code in np.flatnonzero(np.bincount(codes)):
        rows = np.flatnonzero(codes == code)
        n_test = int(np.floor(test_frac * rows.size + 0.5))
        if rows.size >= 2:
            n_test = min(max(n_test, 1), rows.size - 1)
        in_test[rng.permutation(rows)[:n_test]] = True
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
