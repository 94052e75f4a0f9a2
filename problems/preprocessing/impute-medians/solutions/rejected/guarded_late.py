"""Raises only when a round to predict has a gap in the unseen column; training is filled with 0 without a word.

Trap: two answers to one question, depending on tonight's rows.
Mistake: edge_cases_late
Caught by: policy/unobserved_column
"""

import numpy as np


def impute(train, test):
    medians = np.nanmedian(train, axis=0)
    missing_train, missing_test = np.isnan(train), np.isnan(test)
    test_filled = np.where(missing_test, medians, test)
    if np.isnan(test_filled).any():
        raise ValueError("a gap cannot be filled: training never saw this column")
    train_filled = np.where(missing_train, np.nan_to_num(medians), train)
    return np.hstack([train_filled, missing_train]), np.hstack([test_filled, missing_test])
