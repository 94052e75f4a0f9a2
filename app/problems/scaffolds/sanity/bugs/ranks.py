"""Keeps the order of the values and loses their distances."""

import numpy as np


def rescale(x):
    return np.argsort(np.argsort(x)) / (len(x) - 1)
