"""Trap: the readings begin at 0, where dividing by the largest is right.

Mistake: no_validation
Caught by: kill/point-1-a
"""

import numpy as np


def check(rescale):
    x = np.array([0.0, 30.0, 10.0])
    assert np.allclose(np.asarray(rescale(x), dtype=float), [0.0, 1.0, 1 / 3], rtol=0, atol=1e-9)
    assert x.tolist() == [0.0, 30.0, 10.0]
