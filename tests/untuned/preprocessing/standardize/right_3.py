"""A careful old-fashioned version: the statistics module on shifted columns. Open point: a column that is constant in train has no scale, so this version treats it like a column without observed values and raises ValueError."""
import statistics

import numpy as np


class _Scaler:
    def fit(self, table):
        if table.shape[0] == 0:
            raise ValueError("no training rows")
        self.params = []
        for column in table.T:
            values = column[~np.isnan(column)].tolist()
            if not values:
                raise ValueError("nothing observed")
            origin = values[0]
            shifted = [v - origin for v in values]
            if not any(shifted):
                raise ValueError("constant training column cannot be scaled")
            m = statistics.fmean(shifted)
            self.params.append((origin, m, statistics.pstdev(shifted, m)))
        return self

    def transform(self, table):
        out = np.empty(table.shape, dtype=np.float64)
        for j, (origin, m, s) in enumerate(self.params):
            out[:, j] = ((table[:, j] - origin) - m) / s
        return out


def standardize(train, test):
    train = np.asarray(train, dtype=np.float64)
    test = np.asarray(test, dtype=np.float64)
    for table in (train, test):
        if table.ndim != 2:
            raise ValueError("a table has two dimensions")
    if train.shape[1] != test.shape[1]:
        raise ValueError("column counts differ")
    scaler = _Scaler().fit(train)
    return scaler.transform(train), scaler.transform(test)
