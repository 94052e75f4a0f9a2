"""Trap: the readings are evenly spaced, where ranks are right.

Mistake: no_validation
Caught by: kill/point-1-b
"""

import numpy as np


def check(rescale):
    x = np.array([10.0, 30.0, 20.0])
    assert np.allclose(np.asarray(rescale(x), dtype=float), [0.0, 1.0, 0.5], rtol=0, atol=1e-9)
    assert x.tolist() == [10.0, 30.0, 20.0]
