"""Trap: the mean is taken over both tables.

Mistake: leakage
Caught by: oracle/ordinary, perturb/test-rows
May also fail: edge/small, policy/no_training_rows
"""

import numpy as np


def centre(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    mean = np.concatenate([train, test]).mean(axis=0)
    return train - mean, test - mean
