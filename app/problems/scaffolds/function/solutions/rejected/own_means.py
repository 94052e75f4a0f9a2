"""Trap: each table is centred by itself.

Mistake: leakage
Caught by: oracle/ordinary, perturb/test-rows
May also fail: edge/small, policy/no_training_rows
"""

import numpy as np


def centre(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    return train - train.mean(axis=0), test - test.mean(axis=0)
