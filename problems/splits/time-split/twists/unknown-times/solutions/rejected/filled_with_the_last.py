"""Fills an unknown time with the last known one, as exports are often written in order.

Trap: the file is in no order, so the neighbour's time says nothing.
Mistake: leakage
Caught by: oracle/unknown-times
"""

import numpy as np
import pandas as pd


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo must not be negative")
    known = pd.Series(list(ts), dtype="Int64").replace(-1, pd.NA).ffill()
    train_idx = np.flatnonzero((known < test_start - embargo).fillna(False).to_numpy(bool))
    test_idx = np.flatnonzero((known >= test_start).fillna(False).to_numpy(bool))
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side has no order with a known time")
    return train_idx, test_idx
