"""Mistake: masked steps are set to NaN and nanmean is used, which also swallows NaN at real tokens. Violates "A NaN or an infinity at a real token is a fault upstream that monitoring must see: it enters the mean". Shows on x = [[[1.0], [NaN]]], mask = [[1, 1]]: 1.0 instead of NaN."""
import warnings

import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=np.float64)
    m = np.asarray(mask)
    if x.ndim != 3 or m.shape != x.shape[:2]:
        raise ValueError("shapes")
    hidden = np.where(m.astype(bool)[:, :, None], x, np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.nanmean(hidden, axis=1)
