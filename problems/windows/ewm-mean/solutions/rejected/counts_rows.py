"""Lets the half-life count rows.

Trap: `ewm` knows nothing of times unless it is told.
Mistake: wrong_objective
Caught by: oracle/logs, edge/missing-rows, edge/same-second
May also fail: stability/long-logs, edge/small-logs, policy/missing_row
"""

import numpy as np
import pandas as pd


def ewm_mean(ts, x, halflife):
    readings = pd.Series(np.asarray(x, dtype=float))
    return readings.ewm(halflife=halflife).mean().to_numpy()
