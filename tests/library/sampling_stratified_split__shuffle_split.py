"""sklearn.model_selection.StratifiedShuffleSplit, sorted"""

import numpy as np
from sklearn.model_selection import StratifiedShuffleSplit


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac is not between 0 and 1")
    if len(y) == 0:
        return np.zeros(0, dtype=int), np.zeros(0, dtype=int)
    splitter = StratifiedShuffleSplit(n_splits=1, test_size=float(test_frac), random_state=int(seed))
    train, test = next(splitter.split(np.zeros((len(y), 1)), y))
    return np.sort(train), np.sort(test)
