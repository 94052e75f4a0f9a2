"""A loop over columns, on copies. Policies: no_training_rows=unchanged."""

import numpy as np


def centre(train, test):
    train, test = np.array(train, dtype=float), np.array(test, dtype=float)
    for j in range(train.shape[1]):
        if len(train):
            mean = sum(train[:, j]) / len(train)
            train[:, j] -= mean
            test[:, j] -= mean
    return train, test
