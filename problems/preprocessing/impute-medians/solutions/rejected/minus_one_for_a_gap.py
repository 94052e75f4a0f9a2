"""Fills with -1 first, then replaces every -1 by the median.

Trap: an observed -1 is taken for a gap.
Mistake: wrong_objective
Caught by: edge/all-numbers
"""

import numpy as np
import pandas as pd


def impute(train, test):
    train, test = (pd.DataFrame(table).astype(float).fillna(-1.0) for table in (train, test))
    medians = train.mask(train == -1.0).median()
    if medians.isna().any():
        raise ValueError("a column was never observed in training")
    return tuple(np.hstack([t.mask(t == -1.0, medians, axis=1), t == -1.0]).astype(float) for t in (train, test))
