"""Interpolates the gaps before averaging.

Trap: a gap is filled from both sides, so rows know what is read later.
Mistake: leakage
Caught by: perturb/later-rows, oracle/logs, edge/missing-rows
May also fail: stability/long-logs, edge/same-second, policy/missing_row
"""

import numpy as np
import pandas as pd


def ewm_mean(ts, x, halflife):
    times = pd.to_datetime(np.asarray(ts), unit="s").as_unit("ms")
    readings = pd.Series(np.asarray(x, dtype=float)).interpolate()
    return readings.ewm(halflife=pd.Timedelta(seconds=halflife), times=times).mean().to_numpy()
