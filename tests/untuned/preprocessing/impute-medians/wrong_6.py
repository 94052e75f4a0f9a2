"""Mistake: a table without gaps is passed through in its own dtype, so an integer table gives an integer result. Violates "result: two new float64 arrays". Shows on test = np.array([[3, 4]]): the dtype of test_out is int64."""
import numpy as np


def impute(train, test):
    train = np.asarray(train)
    test = np.asarray(test)
    empty = np.isnan(train).all(axis=0)
    medians = np.zeros(train.shape[1])
    medians[~empty] = np.nanmedian(train[:, ~empty], axis=0)

    def prepare(table):
        gap = np.isnan(table)
        filled = table.copy()
        if gap.any():
            filled[gap] = np.broadcast_to(medians, table.shape)[gap]
        return np.hstack([filled, gap.astype(table.dtype)])

    return prepare(train), prepare(test)
