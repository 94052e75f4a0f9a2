"""The median of the different values, each counted once.

Trap: `unique` sorts and drops in one step.
Mistake: wrong_objective
Caught by: oracle/tables-with-gaps
May also fail: edge/small-tables, stability/timestamps, edge/all-numbers
"""

import numpy as np


def impute(train, test):
    fills = []
    for column in train.T:
        values = np.unique(column[~np.isnan(column)])
        if not len(values):
            raise ValueError("a column was never observed in training")
        fills.append(np.median(values))
    return tuple(np.hstack([np.where(np.isnan(t), fills, t), np.isnan(t)]) for t in (train, test))
