"""pandas.get_dummies and DataFrame.reindex"""

import pandas as pd


def one_hot(train, test):
    first = pd.get_dummies(pd.Series(train, dtype=object), dtype=int)
    later = pd.get_dummies(pd.Series(test, dtype=object), dtype=int).reindex(columns=first.columns, fill_value=0)
    return first.to_numpy(dtype=int), later.to_numpy(dtype=int), list(first.columns)
