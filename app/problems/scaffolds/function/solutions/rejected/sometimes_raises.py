"""Trap: a missing training table is an error only when there is something to score.

Mistake: edge_cases_late
Caught by: policy/no_training_rows
"""

import numpy as np


def centre(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if not len(train) and len(test):
        raise ValueError("no rows")
    mean = train.mean(axis=0) if len(train) else 0.0
    return train - mean, test - mean
