"""One boolean mask per side on integer arrays."""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError(f"the embargo must not be negative, got {embargo}")
    ts = np.asarray(ts)
    train_idx = np.flatnonzero(ts < test_start - embargo)
    test_idx = np.flatnonzero(ts >= test_start)
    for name, side in (("train", train_idx), ("test", test_idx)):
        if len(side) == 0:
            raise ValueError(f"no order is on the {name} side of {test_start}")
    return train_idx, test_idx
