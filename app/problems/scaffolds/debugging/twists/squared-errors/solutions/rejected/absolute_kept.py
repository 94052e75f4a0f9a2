"""Trap: the change is not made.

Mistake: wrong_objective
Caught by: oracle/ordinary
"""

import numpy as np


def mean_error(batches):
    return float(np.abs(np.concatenate(batches)).mean())
