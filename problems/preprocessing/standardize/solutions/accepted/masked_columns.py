"""Vectorised with nan-functions; a flat column is found by its extremes. Policies: constant_column=zero."""

import numpy as np


def standardize(train, test):
    if train.ndim != 2 or test.ndim != 2:
        raise ValueError("both tables must be two-dimensional")
    if train.shape[1] != test.shape[1]:
        raise ValueError("train and test have different columns")
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column has no observed training value")

    train_mean = np.nanmean(train, axis=0)
    train_std = np.nanstd(train, axis=0)
    flat = np.nanmax(train, axis=0) == np.nanmin(train, axis=0)

    def scale(table):
        with np.errstate(divide="ignore", invalid="ignore"):
            z = (table - train_mean) / train_std
        return np.where(flat & ~np.isnan(table), 0.0, z)

    return scale(train), scale(test)
