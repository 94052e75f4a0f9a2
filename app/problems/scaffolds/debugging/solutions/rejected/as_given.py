"""Trap: the fault is located and not repaired.

Mistake: no_validation
Caught by: metamorphic/regrouped, oracle/ordinary
"""

import numpy as np

BUG_LINES = [10, 11]
IMPACT = ["Errors of small districts counted more than those of large ones, so the report followed the smallest batch."]


def witness():
    return ([np.array([2.0]), np.array([0.0, 0.0, 0.0])],)


def mean_error(batches):
    """batches: list of arrays of errors. Returns the mean of |error| over all of them."""
    total, count = 0.0, 0
    for errors in batches:
        total += np.abs(errors).mean()
        count += 1
    return float(total / count)
