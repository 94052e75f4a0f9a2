"""Trap: says what it found instead of raising.

Mistake: wrong_objective
Caught by: kill/point-1-a, kill/point-1-b, kill/point-2
"""

import numpy as np


def check(rescale):
    x = np.array([10.0, 40.0, 20.0])
    got = np.asarray(rescale(x), dtype=float)
    return bool(np.allclose(got, [0.0, 1.0, 1 / 3]) and x.tolist() == [10.0, 40.0, 20.0])
