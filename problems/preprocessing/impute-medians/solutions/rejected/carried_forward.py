"""Carries the last training value forward and uses the median only for what is left.

Trap: a habit from time series, where the order of rows means something.
Mistake: wrong_objective
Caught by: metamorphic/training-order, oracle/tables-with-gaps
May also fail: edge/small-tables, stability/timestamps, edge/all-numbers
"""

import numpy as np
import pandas as pd


def impute(train, test):
    frame = pd.DataFrame(train)
    medians = frame.median()
    if medians.isna().any():
        raise ValueError("a column was never observed in training")
    train_out = np.hstack([frame.ffill().fillna(medians), frame.isna()]).astype(float)
    gone = np.isnan(test)
    return train_out, np.hstack([np.where(gone, medians, test), gone])
