"""Rescales every reading to the start of the log, 2^((t - t0) / h), and divides two cumulative sums. Violates "The log covers up to 2*10^9 seconds ... at any half-life. Results must be right there too": 2^1024 overflows. Shows on ts=[0, 2000], x=[1, 2], halflife=1 (inf/inf = NaN)."""

import numpy as np


def ewm_mean(ts, x, halflife):
    ts = np.asarray(ts, dtype=np.int64)
    x = np.asarray(x, dtype=np.float64)
    if len(x) == 0:
        return np.empty(0)
    ok = ~np.isnan(x)
    with np.errstate(all="ignore"):
        w = np.where(ok, np.exp2((ts - ts[0]) / halflife), 0.0)
        num = np.cumsum(np.where(ok, w * np.where(ok, x, 0.0), 0.0))
        den = np.cumsum(w)
        return num / den
