"""pandas with times, in a unit that holds the half-life. Policies: missing_row=carry."""

import numpy as np
import pandas as pd


def ewm_mean(ts, x, halflife):
    times = pd.to_datetime(np.asarray(ts), unit="s").as_unit("ms")
    readings = pd.Series(np.asarray(x, dtype=float))
    return readings.ewm(halflife=pd.Timedelta(seconds=halflife), times=times).mean().to_numpy()
