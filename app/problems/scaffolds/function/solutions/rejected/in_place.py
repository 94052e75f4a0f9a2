"""Trap: the caller's tables are overwritten.

Mistake: no_validation
Caught by: hygiene/inputs
"""

import numpy as np


def centre(train, test):
    if not len(train):
        raise ValueError("no rows")
    mean = train.mean(axis=0)
    train -= mean
    test -= mean
    return train, test
