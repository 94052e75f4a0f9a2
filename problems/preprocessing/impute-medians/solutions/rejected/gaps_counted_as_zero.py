"""Gaps are set to 0 before the median is taken.

Trap: a clean table first, statistics afterwards.
Mistake: edge_cases_late
Caught by: oracle/tables-with-gaps
May also fail: edge/small-tables, stability/timestamps, edge/all-numbers
"""

import numpy as np


def impute(train, test):
    fills = np.median(np.nan_to_num(train), axis=0)
    return tuple(np.hstack([np.where(np.isnan(t), fills, t), np.isnan(t)]) for t in (train, test))
