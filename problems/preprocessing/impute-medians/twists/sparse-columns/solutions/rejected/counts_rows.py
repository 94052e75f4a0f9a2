"""Counts the training rows instead of the observed values.

Trap: history is what was seen, not what was asked.
Mistake: shapes_assumed
Caught by: edge/sparse-column, oracle/tables-with-gaps
May also fail: edge/small-tables
"""

import numpy as np


def impute(train, test):
    fills = np.nan_to_num(np.nanmedian(train, axis=0)) if len(train) >= 5 else np.zeros(train.shape[1])
    return tuple(np.hstack([np.where(np.isnan(t), fills, t), np.isnan(t)]) for t in (train, test))
