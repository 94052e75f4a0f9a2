"""Sums of squares and counts."""

import numpy as np


def mean_error(batches):
    squares = sum(float(np.square(errors).sum()) for errors in batches)
    return float(np.sqrt(squares / sum(len(errors) for errors in batches)))
