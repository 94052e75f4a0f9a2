"""Trap: nothing is said of the impact.

Mistake: silent_coding
Caught by: kill/impact
"""

import numpy as np

BUG_LINES = [10, 11]
IMPACT = []


def witness():
    return ([np.array([2.0]), np.array([0.0, 0.0, 0.0])],)

def mean_error(batches):
    return float(np.abs(np.concatenate(batches)).mean())
