"""The smallest repair: sums and counts of errors."""

import numpy as np

BUG_LINES = [10, 11]
IMPACT = ["Errors of small districts counted more than those of large ones, so the report followed the smallest batch."]


def witness():
    return ([np.array([2.0]), np.array([0.0, 0.0, 0.0])],)


def mean_error(batches):
    total, count = 0.0, 0
    for errors in batches:
        total += np.abs(errors).sum()
        count += len(errors)
    return float(total / count)
