"""Carries the last reading into the gaps, where it counts again.

Trap: a filled table has more readings than the log.
Mistake: edge_cases_late
Caught by: oracle/logs, edge/missing-rows
May also fail: stability/long-logs, edge/same-second, policy/missing_row
"""

import numpy as np
import pandas as pd


def ewm_mean(ts, x, halflife):
    times = pd.to_datetime(np.asarray(ts), unit="s").as_unit("ms")
    readings = pd.Series(np.asarray(x, dtype=float)).ffill()
    return readings.ewm(halflife=pd.Timedelta(seconds=halflife), times=times).mean().to_numpy()
