"""pandas.Series.ewm(halflife) of rows"""

import numpy as np
import pandas as pd


def ewm_mean(ts, x, halflife):
    return pd.Series(np.array(x, dtype=float)).ewm(halflife=halflife).mean().to_numpy()
