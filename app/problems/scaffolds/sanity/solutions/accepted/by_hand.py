"""One uneven table worked by hand."""

import numpy as np


def check(rescale):
    x = np.array([10.0, 40.0, 20.0])
    got = np.asarray(rescale(x), dtype=float)
    assert np.allclose(got, [0.0, 1.0, 1 / 3], rtol=0, atol=1e-9), "point 1"
    assert x.tolist() == [10.0, 40.0, 20.0], "point 2"
