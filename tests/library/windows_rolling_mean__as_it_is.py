"""pandas.Series.rolling of a time window, as it is"""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    times = pd.to_datetime(np.asarray(ts, dtype="int64"), unit="ms")
    return pd.Series(np.array(values, dtype=float), index=times).rolling(f"{int(window)}ms").mean().to_numpy(copy=True)
