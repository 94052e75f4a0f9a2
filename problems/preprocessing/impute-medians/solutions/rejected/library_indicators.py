"""Leaves the indicators to the library, which makes them only for columns that have gaps in training.

Trap: the width of the result depends on the training data.
Mistake: shapes_assumed
Caught by: edge/small-tables, hygiene/whole-tables
May also fail: oracle/tables-with-gaps, hygiene/gaps, metamorphic/training-order, metamorphic/integer-tables
"""

import numpy as np
from sklearn.impute import SimpleImputer


def impute(train, test):
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column was never observed in training")
    imputer = SimpleImputer(strategy="median", add_indicator=True).fit(train)
    width = imputer.transform(train).shape[1]
    return imputer.transform(train), imputer.transform(test) if len(test) else np.zeros((0, width))
