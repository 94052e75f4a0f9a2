"""The average error of a forecast over the batches of one evaluation."""

import numpy as np

# Numbers of the faulty lines in the given code, for example [3, 14].
BUG_LINES = []

# One line per fault: what it did to the figure.
IMPACT = []


def witness():
    """Return the arguments (batches,) of a call on which the given code is wrong."""
    raise NotImplementedError


def mean_error(batches):
    """batches: list of arrays of errors. Returns the mean of |error| over all of them."""
    total, count = 0.0, 0
    for errors in batches:
        total += np.abs(errors).mean()
        count += 1
    return float(total / count)
