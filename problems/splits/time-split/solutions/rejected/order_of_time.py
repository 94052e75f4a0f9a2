"""Sorts a frame by time and returns the index of each part.

Trap: the positions are right but come in the order of time.
Mistake: none
Caught by: oracle/ordinary
May also fail: edge/borders, stability/nanoseconds
"""

import pandas as pd


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    orders = pd.DataFrame({"ts": list(ts)}).sort_values("ts")
    train = orders[orders["ts"] < test_start - embargo].index.to_numpy()
    test = orders[orders["ts"] >= test_start].index.to_numpy()
    if len(train) == 0 or len(test) == 0:
        raise ValueError("one side is empty")
    return train, test
