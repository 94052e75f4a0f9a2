"""The hand-worked table, and a frozen sensor."""

import numpy as np


def check(rescale):
    x = np.array([10.0, 40.0, 20.0])
    got = np.asarray(rescale(x), dtype=float)
    assert np.abs(got - [0.0, 1.0, 1 / 3]).max() < 1e-9, "point 1"
    assert x.tolist() == [10.0, 40.0, 20.0], "point 2"
    assert np.allclose(np.asarray(rescale(np.array([7.0, 7.0])), dtype=float), 0.0, rtol=0, atol=1e-9), "point 3"
