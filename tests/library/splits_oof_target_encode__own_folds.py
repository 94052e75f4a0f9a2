"""sklearn.preprocessing.TargetEncoder.fit_transform with folds of its own"""

import numpy as np
from sklearn.preprocessing import TargetEncoder


def oof_target_encode(cat, y, fold, m):
    folds = len(np.unique(np.asarray(fold)))
    if m < 0 or not len(cat) == len(y) == len(fold) or folds < 2:
        raise ValueError("the arguments do not fit")
    column = np.array(list(cat), dtype=object).reshape(-1, 1)
    encoder = TargetEncoder(target_type="continuous", smooth=float(m), cv=folds)
    return encoder.fit_transform(column, np.asarray(y, dtype=float)).ravel()
