"""The plain median: one gap in a column makes it NaN, and 0 takes its place.

Trap: `np.median` does not skip NaN, and a late `nan_to_num` hides it.
Mistake: edge_cases_late
Caught by: oracle/tables-with-gaps
May also fail: edge/small-tables, stability/timestamps, edge/all-numbers
"""

import numpy as np


def impute(train, test):
    fills = np.nan_to_num(np.median(train, axis=0))
    return tuple(np.hstack([np.where(np.isnan(t), fills, t), np.isnan(t)]) for t in (train, test))
