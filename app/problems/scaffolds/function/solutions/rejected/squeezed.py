"""Trap: dimensions of size one are dropped.

Mistake: shapes_assumed
Caught by: edge/small
May also fail: oracle/ordinary
"""

import numpy as np


def centre(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if not len(train):
        raise ValueError("no rows")
    mean = train.mean(axis=0)
    return np.squeeze(train - mean), np.squeeze(test - mean)
