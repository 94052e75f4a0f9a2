"""Asks `value or fill`, so an observed zero in the rounds to predict is replaced as well.

Trap: zero is false.
Mistake: edge_cases_late
Caught by: oracle/tables-with-gaps
May also fail: edge/small-tables, stability/timestamps, edge/all-numbers, metamorphic/integer-tables
"""

import numpy as np


def impute(train, test):
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column was never observed in training")
    medians = np.nanmedian(train, axis=0)

    def prepare(table):
        flags = np.isnan(table)
        seen = np.nan_to_num(table)
        rows = [[value or median for value, median in zip(row, medians)] for row in seen]
        return np.hstack([np.array(rows).reshape(table.shape), flags])

    return prepare(train), prepare(test)
