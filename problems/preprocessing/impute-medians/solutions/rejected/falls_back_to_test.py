"""A column that training never saw is filled by the median of the rounds to predict.

Trap: the fallback for the awkward column reads the table it must not learn from.
Mistake: leakage
Caught by: edge/unobserved-column
May also fail: policy/unobserved_column
"""

import numpy as np


def impute(train, test):
    medians = np.nanmedian(train, axis=0)
    if len(test):
        medians = np.where(np.isnan(medians), np.nanmedian(test, axis=0), medians)
    medians = np.nan_to_num(medians)
    return tuple(np.hstack([np.where(np.isnan(t), medians, t), np.isnan(t)]) for t in (train, test))
