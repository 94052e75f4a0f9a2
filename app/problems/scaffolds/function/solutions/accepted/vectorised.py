"""Vectorised. Policies: no_training_rows=raise."""

import numpy as np


def centre(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if not len(train):
        raise ValueError("there are no training rows to learn a mean from")
    train_mean = train.mean(axis=0)
    return train - train_mean, test - train_mean
