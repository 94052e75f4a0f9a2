"""sklearn.preprocessing.TargetEncoder fitted once per fold, on the other folds"""

import numpy as np
from sklearn.preprocessing import TargetEncoder


def oof_target_encode(cat, y, fold, m):
    column, y, fold = np.array(list(cat), dtype=object).reshape(-1, 1), np.asarray(y, dtype=float), np.asarray(fold)
    if m < 0 or not len(column) == len(y) == len(fold) or len(np.unique(fold)) < 2:
        raise ValueError("the arguments do not fit")
    out = np.empty(len(y))
    for name in np.unique(fold):
        own = fold == name
        encoder = TargetEncoder(target_type="continuous", smooth=float(m)).fit(column[~own], y[~own])
        out[own] = encoder.transform(column[own]).ravel()
    return out
