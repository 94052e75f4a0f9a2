"""Trap: a comparison that is false for NaN finds nothing wrong with it.

Mistake: edge_cases_late
Caught by: kill/point-3
"""

import numpy as np


def check(rescale):
    x = np.array([10.0, 40.0, 20.0])
    got = np.asarray(rescale(x), dtype=float)
    assert np.abs(got - [0.0, 1.0, 1 / 3]).max() < 1e-9
    assert x.tolist() == [10.0, 40.0, 20.0]
    assert not any(abs(value) > 1e-9 for value in rescale(np.array([7.0, 7.0])))
