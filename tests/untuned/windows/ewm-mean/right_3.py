"""pandas: Series.ewm with times and a Timedelta half-life on the readings alone, then carried forward. Open point: a row without a reading repeats the latest mean."""

import numpy as np
import pandas as pd


def ewm_mean(ts, x, halflife):
    x = np.array(x, dtype=np.float64)
    ts = np.array(ts, dtype=np.int64)
    out = np.full(len(x), np.nan)
    ok = ~np.isnan(x)
    if not ok.any():
        return out
    since = ts[ok] - ts[ok][0]
    times = pd.DatetimeIndex((since * 10**9).astype("datetime64[ns]"))
    half = pd.Timedelta(int(round(float(halflife) * 1e9)), unit="ns")
    out[ok] = pd.Series(x[ok]).ewm(halflife=half, times=times).mean().to_numpy()
    return pd.Series(out).ffill().to_numpy(copy=True)
