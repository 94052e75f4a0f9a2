"""Trap: of an even number of rows the upper middle one is taken.

Mistake: edge_cases_late
Caught by: oracle/ordinary
May also fail: edge/small
"""

import numpy as np


def centre(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if not len(train):
        raise ValueError("there are no training rows")
    median = np.sort(train, axis=0)[len(train) // 2]
    return train - median, test - median
