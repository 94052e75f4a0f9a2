"""Takes five values for too few.

Trap: fewer than five, or at most five.
Mistake: edge_cases_late
Caught by: edge/sparse-column
May also fail: oracle/tables-with-gaps, edge/small-tables, stability/timestamps
"""

import numpy as np


def impute(train, test):
    trusted = np.count_nonzero(~np.isnan(train), axis=0) > 5
    fills = np.zeros(train.shape[1])
    fills[trusted] = np.nanmedian(train[:, trusted], axis=0)
    return tuple(np.hstack([np.where(np.isnan(t), fills, t), np.isnan(t)]) for t in (train, test))
