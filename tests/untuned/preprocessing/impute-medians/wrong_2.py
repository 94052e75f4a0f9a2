"""Mistake: SimpleImputer(add_indicator=True) adds an indicator only for columns with gaps in train. Violates "With d columns in, each result has 2d columns: ... d indicators in the same order". Shows on train = [[1, NaN], [2, 3]], test = [[NaN, 4]]: three columns, and the gap in test is not reported."""
import numpy as np
from sklearn.impute import SimpleImputer


def impute(train, test):
    a = np.array(train, dtype=np.float64)
    b = np.array(test, dtype=np.float64)
    imputer = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    train_out = imputer.fit_transform(a)
    if b.shape[0] == 0:
        return train_out, np.empty((0, train_out.shape[1]))
    return train_out, imputer.transform(b)
