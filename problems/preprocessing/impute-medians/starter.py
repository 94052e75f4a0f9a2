import numpy as np


def impute(train, test):
    """Fill missing values with the medians of the training columns and append missing indicators.

    train: array [n, d], NaN where a value is missing.
    test: array [m, d], the same columns.
    Returns (train_out, test_out), of shapes [n, 2 * d] and [m, 2 * d]:
    the filled columns, then one 0/1 indicator per column.
    """
    raise NotImplementedError
