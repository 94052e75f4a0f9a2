"""Fills missing readings with the last one before averaging, so the filled value is counted again as a reading. Violates "both sums run over the rows j <= i that have a reading". Shows on ts=[0,10,20], x=[1,nan,5], halflife=10: the result at row 2 must be (1/4 + 5)/(5/4) = 4.2."""

import numpy as np
import pandas as pd


def ewm_mean(ts, x, halflife):
    x = np.array(x, dtype=np.float64)
    ts = np.array(ts, dtype=np.int64)
    out = np.full(len(x), np.nan)
    x = pd.Series(x).ffill().to_numpy()
    ok = ~np.isnan(x)
    if not ok.any():
        return out
    since = ts[ok] - ts[ok][0]
    times = pd.DatetimeIndex((since * 10**9).astype("datetime64[ns]"))
    half = pd.Timedelta(int(round(float(halflife) * 1e9)), unit="ns")
    out[ok] = pd.Series(x[ok]).ewm(halflife=half, times=times).mean().to_numpy()
    return pd.Series(out).ffill().to_numpy(copy=True)
