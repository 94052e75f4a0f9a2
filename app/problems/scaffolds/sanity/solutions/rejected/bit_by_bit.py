"""Trap: rounding is not allowed for.

Mistake: wrong_objective
Caught by: kill/correct
"""

import numpy as np


def check(rescale):
    x = np.array([10.0, 41.0, 20.3])
    expected = (x - x.min()) / np.ptp(x)
    before = x.copy()
    assert np.array_equal(np.asarray(rescale(x), dtype=float), expected)
    assert (x == before).all()
