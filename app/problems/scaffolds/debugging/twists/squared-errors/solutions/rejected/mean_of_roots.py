"""Trap: the roots of the batches are averaged.

Mistake: wrong_objective
Caught by: oracle/ordinary, metamorphic/regrouped
"""

import numpy as np


def mean_error(batches):
    return float(np.mean([np.sqrt(np.square(errors).mean()) for errors in batches]))
