"""Trap: one mean for the whole table.

Mistake: shapes_assumed
Caught by: oracle/ordinary
May also fail: edge/small
"""

import numpy as np


def centre(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if not len(train):
        raise ValueError("no rows")
    return train - train.mean(), test - train.mean()
