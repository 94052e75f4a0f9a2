"""Padding set to NaN, then nanmean.

Trap: a NaN at a real token vanishes as well, and monitoring never sees it.
Mistake: wrong_objective
Caught by: edge/faulty-token
"""
import warnings

import numpy as np


def masked_mean(x, mask):
    x = np.array(x, dtype=float)
    mask = np.asarray(mask, dtype=bool)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    x[~mask] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.nanmean(x, axis=1)
