"""Each table is filled by its own medians.

Trap: one helper applied to train and then to test.
Mistake: leakage
Caught by: perturb/test-rows, oracle/tables-with-gaps, edge/small-tables
May also fail: stability/timestamps, edge/all-numbers
"""

import numpy as np


def prepare(table):
    missing = np.isnan(table)
    if missing.all(axis=0).any() and len(table):
        raise ValueError("a column holds no value")
    fills = np.nanmedian(table, axis=0) if len(table) else np.zeros(table.shape[1])
    return np.hstack([np.where(missing, fills, table), missing])


def impute(train, test):
    return prepare(train), prepare(test)
