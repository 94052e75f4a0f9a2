"""Mistake: leakage, the medians are taken over train and test together. Violates "median of the values observed in that column of train". Shows on train = [[1], [NaN], [3]], test = [[100], [200], [300]]: the gap becomes 100, not 2."""
import numpy as np
import pandas as pd


def impute(train, test):
    a = pd.DataFrame(np.array(train, dtype=np.float64))
    b = pd.DataFrame(np.array(test, dtype=np.float64))
    both = pd.concat([a, b], ignore_index=True)
    flags = both.isna().to_numpy(dtype=np.float64)
    filled = both.fillna(both.median()).fillna(0.0).to_numpy()
    out = np.hstack([filled, flags])
    return out[: len(a)].copy(), out[len(a):].copy()
