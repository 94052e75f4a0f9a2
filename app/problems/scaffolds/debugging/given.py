"""The average error of a forecast over the batches of one evaluation."""

import numpy as np


def mean_error(batches):
    """batches: list of arrays of errors. Returns the mean of |error| over all of them."""
    total, count = 0.0, 0
    for errors in batches:
        total += np.abs(errors).mean()
        count += 1
    return float(total / count)
