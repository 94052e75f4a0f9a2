"""Marks gaps by -999 and looks for that number afterwards.

Trap: any finite number may be an observed value.
Mistake: wrong_objective
Caught by: edge/all-numbers
"""

import numpy as np

GAP = -999.0


def impute(train, test):
    train, test = (np.nan_to_num(np.asarray(table, dtype=float), nan=GAP) for table in (train, test))
    fills = []
    for column in train.T:
        observed = column[column != GAP]
        if not len(observed):
            raise ValueError("a column was never observed in training")
        fills.append(np.median(observed))
    return tuple(np.hstack([np.where(table == GAP, fills, table), table == GAP]) for table in (train, test))
