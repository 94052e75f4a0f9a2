"""Trap: the result for a frozen sensor has to be exactly 0.

Mistake: wrong_objective
Caught by: kill/correct-flat
"""

import numpy as np


def check(rescale):
    x = np.array([10.0, 40.0, 20.0])
    got = np.asarray(rescale(x), dtype=float)
    assert np.abs(got - [0.0, 1.0, 1 / 3]).max() < 1e-9
    assert x.tolist() == [10.0, 40.0, 20.0]
    assert list(rescale(np.array([7.0, 7.0]))) == [0.0, 0.0]
