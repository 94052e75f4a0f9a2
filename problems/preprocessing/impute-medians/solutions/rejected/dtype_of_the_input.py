"""Writes the results in the dtype of each table.

Trap: a table of whole numbers comes back as integers, the other one as floats.
Mistake: shapes_assumed
Caught by: metamorphic/integer-tables
"""

import numpy as np


def impute(train, test):
    train, test = np.asarray(train), np.asarray(test)
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column was never observed in training")
    fills = np.nanmedian(train, axis=0)
    return tuple(np.hstack([np.where(np.isnan(t), fills, t), np.isnan(t)]).astype(t.dtype) for t in (train, test))
