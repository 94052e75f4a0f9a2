"""Only the lower bound is enforced. Violates "A class with n_c >= 2 has at least one row on each side".
Shows on y = [1, 1], test_frac = 0.8: both rows are tested, the class is missing from training."""
import math
import random

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac")
    rng = random.Random(seed)
    groups = {}
    for i, v in enumerate(y):
        groups.setdefault(v, []).append(i)
    test = set()
    for rows in groups.values():
        k = math.floor(test_frac * len(rows) + 0.5)
        if len(rows) >= 2:
            k = max(k, 1)
        test.update(rng.sample(rows, k))
    train = [i for i in range(len(y)) if i not in test]
    return np.array(train, dtype=int), np.array(sorted(test), dtype=int)
