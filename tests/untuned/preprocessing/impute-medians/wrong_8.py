"""Mistake: the median of a training column without observed values is NaN and is used as it is. Violates "result: ... without any NaN". Shows on train = [[NaN], [NaN]], test = [[NaN]]."""
import warnings

import numpy as np


def impute(train, test):
    a = np.array(train, dtype=np.float64)
    b = np.array(test, dtype=np.float64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        medians = np.nanmedian(a, axis=0)
    outs = []
    for t in (a, b):
        gap = np.isnan(t)
        outs.append(np.hstack([np.where(gap, medians, t), gap]))
    return outs[0], outs[1]
