"""Looks positions up by value.

Trap: several orders share a moment, and a lookup by value finds the first of them only.
Mistake: shapes_assumed
Caught by: oracle/ordinary, edge/borders
May also fail: hygiene/inputs, metamorphic/row-order, stability/nanoseconds
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    ts = list(ts)
    train = sorted({ts.index(t) for t in ts if t < test_start - embargo})
    test = sorted({ts.index(t) for t in ts if t >= test_start})
    if not train or not test:
        raise ValueError("one side is empty")
    return np.array(train), np.array(test)
