"""Three properties that together leave only the definition: ends, distances, inputs."""

import numpy as np


def check(rescale):
    x = np.array([3.0, 4.0, 9.0, 5.0])
    before = x.copy()
    got = np.asarray(rescale(x), dtype=float)
    assert abs(got[0]) < 1e-9
    assert abs(got[2] - 1) < 1e-9
    assert np.abs(np.diff(got) - np.diff(before) / 6).max() < 1e-9
    assert (x == before).all()
