"""Takes the gap from the test side instead of the training side.

Trap: the gap is in the wrong place: orders without a final label are trained on.
Mistake: leakage
Caught by: oracle/ordinary, edge/borders
May also fail: hygiene/inputs, stability/nanoseconds, metamorphic/row-order
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    ts = np.asarray(ts)
    train_idx = np.flatnonzero(ts < test_start)
    test_idx = np.flatnonzero(ts >= test_start + embargo)
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side is empty")
    return train_idx, test_idx
