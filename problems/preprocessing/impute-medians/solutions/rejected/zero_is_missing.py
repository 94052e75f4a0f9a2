"""Takes zeros for missing values.

Trap: "no stops" looks like "not entered".
Mistake: wrong_objective
Caught by: oracle/tables-with-gaps
May also fail: edge/small-tables, hygiene/gaps, hygiene/whole-tables, metamorphic/training-order,
  stability/timestamps, edge/all-numbers, metamorphic/integer-tables
"""

import numpy as np


def impute(train, test):
    train, test = (np.where(np.asarray(t) == 0, np.nan, t) for t in (train, test))
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column was never observed in training")
    fills = np.nanmedian(train, axis=0)
    return tuple(np.hstack([np.where(np.isnan(t), fills, t), np.isnan(t)]) for t in (train, test))
