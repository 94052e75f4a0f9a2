"""Fills the result backwards, so early rows have a value.

Trap: a row before the first reading learns of it.
Mistake: leakage
Caught by: edge/small-logs, perturb/later-rows
May also fail: oracle/logs, stability/long-logs, edge/same-second, edge/missing-rows, policy/missing_row
"""

import numpy as np
import pandas as pd


def ewm_mean(ts, x, halflife):
    times = pd.to_datetime(np.asarray(ts), unit="s").as_unit("ms")
    readings = pd.Series(np.asarray(x, dtype=float))
    means = readings.ewm(halflife=pd.Timedelta(seconds=halflife), times=times).mean()
    return means.where(readings.notna()).bfill().ffill().to_numpy()
