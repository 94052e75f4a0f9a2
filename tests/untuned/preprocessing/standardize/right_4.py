"""Terse, with numpy's nan functions. Open point: where the training column is constant the quotient is undefined, so every entry of that column, in both tables, becomes NaN."""
import numpy as np


def standardize(train, test):
    X, Y = (np.asarray(t).astype(np.float64) for t in (train, test))
    if not X.ndim == Y.ndim == 2 or X.shape[1] != Y.shape[1] or not len(X) or np.isnan(X).all(0).any():
        raise ValueError("cannot scale")
    mu, sd = np.nanmean(X, axis=0), np.nanstd(X, axis=0)
    sd = np.where(np.nanmax(X, axis=0) == np.nanmin(X, axis=0), np.nan, sd)
    return (X - mu) / sd, (Y - mu) / sd
