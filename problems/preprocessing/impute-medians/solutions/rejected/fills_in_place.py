"""Fills the callers' tables in place.

Trap: a boolean assignment writes into memory that belongs to someone else.
Mistake: none
Caught by: hygiene/gaps
May also fail: metamorphic/integer-tables
"""

import numpy as np


def impute(train, test):
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column was never observed in training")
    medians = np.nanmedian(train, axis=0)
    outputs = []
    for table in (train, test):
        missing = np.isnan(table)
        if missing.any():
            table[missing] = medians[np.nonzero(missing)[1]]
        outputs.append(np.hstack([table, missing]))
    return tuple(outputs)
