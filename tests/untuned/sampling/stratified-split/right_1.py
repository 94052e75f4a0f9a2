"""Plain loops: rows collected in a dict in order of first appearance, counts by math.floor on Python floats,
rows drawn with a private random.Random. Open points: f * n_c is evaluated in double precision as written."""
import math
import random

import numpy as np


def stratified_split(y, test_frac, seed):
    f = float(test_frac)
    if not (0.0 < f < 1.0):
        raise ValueError("test_frac must lie strictly between 0 and 1")
    labels = y.tolist() if isinstance(y, np.ndarray) else list(y)
    rows_of = {}
    for i, label in enumerate(labels):
        rows_of.setdefault(label, []).append(i)

    rng = random.Random(int(seed))
    is_test = [False] * len(labels)
    for rows in rows_of.values():
        n_c = len(rows)
        k = math.floor(f * n_c + 0.5)
        if n_c >= 2:
            if k < 1:
                k = 1
            if k > n_c - 1:
                k = n_c - 1
        for i in rng.sample(rows, k):
            is_test[i] = True

    train = [i for i in range(len(labels)) if not is_test[i]]
    test = [i for i in range(len(labels)) if is_test[i]]
    return np.array(train, dtype=np.int64), np.array(test, dtype=np.int64)
