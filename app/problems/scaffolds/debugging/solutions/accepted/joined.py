"""All errors joined into one array."""

import numpy as np

BUG_LINES = [10, 11]
IMPACT = ["Errors of small districts counted more than those of large ones, so the report followed the smallest batch."]


def witness():
    return ([np.array([2.0]), np.array([0.0, 0.0, 0.0])],)


def mean_error(batches):
    return float(np.abs(np.concatenate(batches)).mean())
