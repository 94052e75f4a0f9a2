"""sklearn.preprocessing.StandardScaler, after the contract's refusals"""

import numpy as np
from sklearn.preprocessing import StandardScaler


def standardize(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("the tables do not fit")
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column holds no observed value")
    scaler = StandardScaler().fit(train)
    return scaler.transform(train), scaler.transform(test) if len(test) else test.copy()
