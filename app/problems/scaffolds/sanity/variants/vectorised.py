"""Vectorised."""

import numpy as np


def rescale(x):
    x = np.asarray(x, dtype=float)
    return (x - x.min()) / np.ptp(x)
