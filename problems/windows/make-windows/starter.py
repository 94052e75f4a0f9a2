import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    """Cut one series into training examples.

    x: [n] hourly values in order of time.
    input_len, horizon, gap, stride: sizes in hours.
    Returns (X, Y) with shapes [k, input_len] and [k, horizon].
    """
    raise NotImplementedError
