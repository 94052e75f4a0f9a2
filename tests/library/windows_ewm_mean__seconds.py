"""pandas.Series.ewm(halflife, times), with times in seconds"""

import numpy as np
import pandas as pd


def ewm_mean(ts, x, halflife):
    times = np.asarray(ts).astype("datetime64[s]")
    return pd.Series(np.array(x, dtype=float)).ewm(halflife=pd.Timedelta(halflife, "s"), times=times).mean().to_numpy()
