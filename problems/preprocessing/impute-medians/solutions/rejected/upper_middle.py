"""Takes the element at half the length as the median.

Trap: right for odd counts, the upper of the two middle values for even ones.
Mistake: edge_cases_late
Caught by: oracle/tables-with-gaps
May also fail: edge/small-tables, stability/timestamps, edge/all-numbers, metamorphic/integer-tables
"""

import numpy as np


def impute(train, test):
    fills = []
    for column in train.T:
        observed = np.sort(column[~np.isnan(column)])
        if not observed.size:
            raise ValueError("a column was never observed in training")
        fills.append(observed[observed.size // 2])
    return tuple(np.hstack([np.where(np.isnan(t), fills, t), np.isnan(t)]) for t in (train, test))
