"""pandas.Series.ewm(halflife, times), with times in nanoseconds"""

import numpy as np
import pandas as pd


def ewm_mean(ts, x, halflife):
    times = pd.to_datetime(np.asarray(ts), unit="s").as_unit("ns")
    return pd.Series(np.array(x, dtype=float)).ewm(halflife=pd.Timedelta(halflife, "s"), times=times).mean().to_numpy()
