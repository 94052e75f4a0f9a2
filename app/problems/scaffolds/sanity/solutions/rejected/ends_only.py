"""Trap: only the two ends are looked at.

Mistake: no_validation
Caught by: kill/point-1-b, kill/point-2
"""

import numpy as np


def check(rescale):
    got = np.asarray(rescale(np.array([10.0, 40.0, 20.0])), dtype=float)
    assert abs(got.min()) < 1e-9
    assert abs(got.max() - 1) < 1e-9
