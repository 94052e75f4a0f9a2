"""Sorts once; without training rows both tables stay as they are. Policies: no_training_rows=unchanged."""

import numpy as np


def centre(train, test):
    train, test = np.array(train, dtype=float), np.array(test, dtype=float)
    if len(train) == 0:
        return train, test
    ordered = np.sort(train, axis=0)
    upper = len(ordered) // 2
    lower = (len(ordered) - 1) // 2
    median = (ordered[lower] + ordered[upper]) / 2
    return train - median, test - median
