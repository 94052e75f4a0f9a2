"""Fills with the median of the row instead of the column.

Trap: the axis is wrong, and a square table does not complain.
Mistake: shapes_assumed
Caught by: oracle/tables-with-gaps
May also fail: edge/small-tables, edge/unobserved-column, policy/unobserved_column, stability/timestamps,
  edge/all-numbers
"""

import numpy as np


def prepare(table):
    missing = np.isnan(table)
    medians = np.nan_to_num(np.nanmedian(table, axis=1, keepdims=True)) if len(table) else np.zeros((0, 1))
    return np.hstack([np.where(missing, medians, table), missing])


def impute(train, test):
    return prepare(train), prepare(test)
