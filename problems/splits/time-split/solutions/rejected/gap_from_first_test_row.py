"""Counts the embargo back from the first order that is really in the test period.

Trap: a quiet first week moves the border of training, and with it labels that are not final.
Mistake: leakage
Caught by: perturb/later-orders
May also fail: oracle/ordinary, hygiene/inputs, metamorphic/row-order
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    ts = np.asarray(ts)
    test_idx = np.flatnonzero(ts >= test_start)
    first = ts[test_idx].min(initial=2**62)
    train_idx = np.flatnonzero(ts < first - embargo)
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side is empty")
    return train_idx, test_idx
