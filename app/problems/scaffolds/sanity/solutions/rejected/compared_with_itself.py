"""Trap: the copy is no copy.

Mistake: no_validation
Caught by: kill/point-2
"""

import numpy as np


def check(rescale):
    x = np.array([10.0, 40.0, 20.0])
    before = x
    got = np.asarray(rescale(x), dtype=float)
    assert np.allclose(got, [0.0, 1.0, 1 / 3], rtol=0, atol=1e-9)
    assert (x == before).all()
