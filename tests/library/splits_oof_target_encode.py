"""sklearn.preprocessing.TargetEncoder(cv=PredefinedSplit(fold)).fit_transform"""

import numpy as np
from sklearn.model_selection import PredefinedSplit
from sklearn.preprocessing import TargetEncoder


def oof_target_encode(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold):
        raise ValueError("the arguments do not fit")
    names, numbers = np.unique(np.asarray(fold), return_inverse=True)
    if len(names) < 2:
        raise ValueError("there are fewer than two folds")
    column = np.array(list(cat), dtype=object).reshape(-1, 1)
    encoder = TargetEncoder(target_type="continuous", smooth=float(m), cv=PredefinedSplit(numbers))
    return encoder.fit_transform(column, np.asarray(y, dtype=float)).ravel()
