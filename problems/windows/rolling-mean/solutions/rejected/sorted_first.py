"""Puts the log in order before anything else.

Trap: a broken log gives numbers instead of an error, and rows change places.
Mistake: edge_cases_late
Caught by: loud/broken-log
"""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    log = pd.DataFrame({"time": pd.to_datetime(np.asarray(ts), unit="ms"), "level": np.asarray(values, dtype=float)})
    log = log.sort_values("time", kind="stable").set_index("time")
    up_to_row = log["level"].rolling(pd.Timedelta(window, unit="ms")).mean()
    return up_to_row.groupby(level=0).transform("last").to_numpy()
