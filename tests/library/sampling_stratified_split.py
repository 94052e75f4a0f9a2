"""sklearn.model_selection.train_test_split per class, with the contract's sizes"""

import math

import numpy as np
from sklearn.model_selection import train_test_split


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac is not between 0 and 1")
    y, state = np.asarray(y), np.random.RandomState(seed)
    train, test = [], []
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        count = math.floor(test_frac * len(rows) + 0.5)
        if len(rows) == 1:  # which train_test_split refuses
            (test if count else train).extend(rows)
            continue
        kept, tested = train_test_split(rows, test_size=min(max(count, 1), len(rows) - 1), random_state=state)
        train.extend(kept)
        test.extend(tested)
    return np.array(sorted(train), dtype=int), np.array(sorted(test), dtype=int)
