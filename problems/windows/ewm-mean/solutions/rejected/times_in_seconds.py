"""Gives pandas times in whole seconds, in which a half-life of 2.5 seconds becomes 2.

Trap: the library measures the half-life in the unit of the times.
Mistake: no_validation
Caught by: oracle/logs, edge/missing-rows
May also fail: stability/long-logs, edge/small-logs, edge/same-second, policy/missing_row
"""

import numpy as np
import pandas as pd


def ewm_mean(ts, x, halflife):
    times = np.asarray(ts).astype("datetime64[s]")
    readings = pd.Series(np.asarray(x, dtype=float))
    return readings.ewm(halflife=pd.Timedelta(seconds=halflife), times=times).mean().to_numpy()
