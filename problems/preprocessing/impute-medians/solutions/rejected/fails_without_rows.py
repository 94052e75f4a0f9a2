"""Builds the result row by row and stacks it: without a round to predict there is nothing to stack.

Trap: the depot that has no round tonight.
Mistake: edge_cases_late
Caught by: edge/small-tables
"""

import numpy as np


def impute(train, test):
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column was never observed in training")
    medians = np.nanmedian(train, axis=0)

    def prepare(table):
        return np.stack([np.append(np.where(np.isnan(row), medians, row), np.isnan(row)) for row in table])

    return prepare(train), prepare(test)
