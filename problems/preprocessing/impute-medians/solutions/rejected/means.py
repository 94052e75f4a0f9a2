"""Fills with the mean.

Trap: the reflex of imputing the mean; the columns are skewed.
Mistake: wrong_objective
Caught by: oracle/tables-with-gaps
May also fail: edge/small-tables, stability/timestamps, edge/all-numbers
"""

import numpy as np


def impute(train, test):
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column was never observed in training")
    fills = np.nanmean(train, axis=0)
    return tuple(np.hstack([np.where(np.isnan(t), fills, t), np.isnan(t)]) for t in (train, test))
