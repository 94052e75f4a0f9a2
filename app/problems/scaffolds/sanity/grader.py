"""A check of `rescale` against its contract, and how the implementations are disguised."""

import numpy as np


def reference(rescale):
    """Raise AssertionError when `rescale` breaks its contract."""
    x = np.array([10.0, 20.0, 40.0, 14.0])
    assert np.abs(np.asarray(rescale(x)) - [0.0, 1 / 3, 1.0, 4 / 30]).max() < 1e-9
    assert x.tolist() == [10.0, 20.0, 40.0, 14.0]


def as_another_kind(rng, impl):
    """The same implementation with the container of its results drawn at random, and a rounding of its own."""
    as_list, noise = bool(rng.integers(2)), 1e-13 * rng.normal()

    def disguised(x):
        values = np.asarray(impl(x), dtype=float) + noise
        return values.tolist() if as_list else values

    return disguised
