"""Seeds Python's global random and restores only numpy's state. Violates "Callers draw from the global random states of numpy
and of Python's random for purposes of their own: both are as before after a call". Shows on any y: random.getstate() differs."""
import math
import random

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac")
    state = np.random.get_state()
    try:
        random.seed(seed)
        groups = {}
        for i, v in enumerate(y):
            groups.setdefault(v, []).append(i)
        test = []
        for rows in groups.values():
            k = math.floor(test_frac * len(rows) + 0.5)
            if len(rows) >= 2:
                k = min(max(k, 1), len(rows) - 1)
            test += random.sample(rows, k)
    finally:
        np.random.set_state(state)
    chosen = set(test)
    train = [i for i in range(len(y)) if i not in chosen]
    return np.array(train, dtype=int), np.array(sorted(test), dtype=int)
