"""Trap: the change is not made.

Mistake: wrong_objective
Caught by: oracle/ordinary
May also fail: edge/small
"""

import numpy as np


def centre(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if not len(train):
        raise ValueError("there are no training rows")
    return train - train.mean(axis=0), test - train.mean(axis=0)
