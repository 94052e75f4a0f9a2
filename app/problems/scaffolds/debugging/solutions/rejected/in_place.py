"""Trap: the batches are overwritten.

Mistake: no_validation
Caught by: hygiene/inputs
"""

import numpy as np

BUG_LINES = [10, 11]
IMPACT = ["Errors of small districts counted more than those of large ones, so the report followed the smallest batch."]


def witness():
    return ([np.array([2.0]), np.array([0.0, 0.0, 0.0])],)


def mean_error(batches):
    for errors in batches:
        np.abs(errors, out=errors)
    return float(np.concatenate(batches).mean())
