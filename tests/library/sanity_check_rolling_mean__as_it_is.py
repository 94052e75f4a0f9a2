"""pandas.Series.rolling of a time window as the yardstick of a check, as it is"""

import numpy as np
import pandas as pd


def check(rolling_mean):
    rng = np.random.default_rng(7)
    for w in (1, 7, 60):
        for span in (10, 120, 3000):
            ts, x = np.sort(rng.integers(0, span, size=60)), rng.uniform(-50, 50, size=60)
            means = pd.Series(x, index=pd.to_datetime(ts, unit="s")).rolling(f"{w}s").mean().to_numpy()
            given_ts, given_x = ts.copy(), x.copy()
            result = np.asarray(rolling_mean(given_ts, given_x, w), dtype=float)
            assert result.shape == (60,) and (abs(result - means) < 0.002).all(), "other means"
            assert (given_ts == ts).all() and (given_x == x).all(), "arguments were modified"
