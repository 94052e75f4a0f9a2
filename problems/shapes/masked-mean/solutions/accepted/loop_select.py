"""One query at a time, real tokens selected by index. Policies: empty_row=nan."""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x)
    mask = np.asarray(mask)
    n_queries, n_steps, n_features = x.shape  # a ValueError unless there are three dimensions
    if mask.shape != (n_queries, n_steps):
        raise ValueError("x must be [B, T, D] and mask [B, T]")
    means = np.empty((n_queries, n_features))
    for query in range(n_queries):
        tokens = x[query, np.flatnonzero(mask[query])].astype(np.float64)
        with np.errstate(invalid="ignore"):  # the mean of no token is NaN
            means[query] = tokens.sum(axis=0) / len(tokens)
    return means
