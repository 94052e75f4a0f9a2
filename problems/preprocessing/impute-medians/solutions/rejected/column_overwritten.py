"""A column that training never saw becomes 0 as a whole, values to predict with included.

Trap: the special case forgets that observed values come out as they went in.
Mistake: edge_cases_late
Caught by: edge/unobserved-column
May also fail: policy/unobserved_column
"""

import numpy as np


def impute(train, test):
    unseen = np.isnan(train).all(axis=0)
    medians = np.where(unseen, 0.0, np.nanmedian(train, axis=0))
    outputs = []
    for table in (train, test):
        missing = np.isnan(table)
        filled = np.where(missing | unseen, medians, table)
        outputs.append(np.hstack([filled, missing]))
    return tuple(outputs)
