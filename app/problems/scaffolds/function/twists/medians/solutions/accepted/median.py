"""numpy's median. Policies: no_training_rows=raise."""

import numpy as np


def centre(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if not len(train):
        raise ValueError("there are no training rows")
    median = np.median(train, axis=0)
    return train - median, test - median
