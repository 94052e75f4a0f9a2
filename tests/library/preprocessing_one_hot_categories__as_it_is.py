"""pandas.get_dummies of each list, as it is"""

import pandas as pd


def one_hot(train, test):
    first, later = (pd.get_dummies(pd.Series(texts, dtype=object), dtype=int) for texts in (train, test))
    return first.to_numpy(dtype=int), later.to_numpy(dtype=int), list(first.columns)
