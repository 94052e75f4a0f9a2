"""Plain Python: rows grouped in a dictionary, a generator of its own from the standard library."""

import math
import random

import numpy as np


def stratified_split(y, test_frac, seed):
    if not (test_frac > 0 and test_frac < 1):
        raise ValueError("test_frac must lie strictly between 0 and 1")

    rows_of = {}
    for i, label in enumerate(y):
        rows_of.setdefault(label, []).append(i)

    generator = random.Random(seed)
    train, test = [], []
    for rows in rows_of.values():  # in order of first appearance: the same in every process
        n_test = math.floor(test_frac * len(rows) + 0.5)
        if len(rows) > 1:
            n_test = max(1, min(n_test, len(rows) - 1))
        chosen = set(generator.sample(rows, n_test))
        for i in rows:
            (test if i in chosen else train).append(i)
    return np.array(sorted(train), dtype=int), np.array(sorted(test), dtype=int)
