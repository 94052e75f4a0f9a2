"""Returns whatever is on each side.

Trap: an empty side goes on to a model that fails, or to a metric that is an average over nothing.
Mistake: edge_cases_late
Caught by: loud/empty-side
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    ts = np.asarray(ts)
    train_idx = np.flatnonzero(ts < test_start - embargo)
    test_idx = np.flatnonzero(ts >= test_start)
    return train_idx, test_idx
