"""Correct: the standard library's generator, and nested lists throughout."""
import math
import random

import numpy as np


def split(X, y, test_frac, seed):
    rows, labels = np.asarray(X).tolist(), np.asarray(y).tolist()
    n_test = math.floor(len(rows) * test_frac + 0.5)
    tested = random.Random(seed).sample(range(len(rows)), n_test)
    rest = set(range(len(rows))).difference(tested)
    trained = sorted(rest, reverse=True)
    return (
        [rows[i] for i in trained],
        [rows[i] for i in tested],
        [labels[i] for i in trained],
        [labels[i] for i in tested],
    )
