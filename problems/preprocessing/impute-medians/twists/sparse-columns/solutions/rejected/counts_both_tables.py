"""Counts the values of both tables, so tonight's rows decide whether a column has a fill.

Trap: the threshold is a statistic, too.
Mistake: leakage
Caught by: edge/sparse-column
May also fail: oracle/tables-with-gaps, edge/small-tables
"""

import numpy as np


def impute(train, test):
    seen = np.count_nonzero(~np.isnan(np.vstack([train, test])), axis=0)
    fills = np.where(seen >= 5, np.nan_to_num(np.nanmedian(train, axis=0)), 0.0)
    return tuple(np.hstack([np.where(np.isnan(t), fills, t), np.isnan(t)]) for t in (train, test))
