"""The old mean, one row further down.

Trap: `shift` moves by rows, not by times; the window of the row above is another window.
Mistake: leakage
Caught by: oracle/irregular-times, oracle/simultaneous-rows, perturb/same-moment, edge/ends-of-the-baseline
May also fail: oracle/missing-readings, edge/window-edges, edge/small-logs, stability/open-door
"""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    times = pd.to_datetime(np.asarray(ts), unit="ms")
    if not times.is_monotonic_increasing:
        raise ValueError("the log is not in order of time")
    levels = pd.Series(np.asarray(values, dtype=float), index=times)
    up_to_row = levels.rolling(pd.Timedelta(window, unit="ms")).mean()
    return up_to_row.groupby(level=0).transform("last").shift(1).to_numpy()
