"""One query at a time, real tokens selected by index. Policies: empty_row=nan."""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x)
    mask = np.asarray(mask)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("x must be [B, T, D] and mask [B, T]")
    n_queries, _, n_features = x.shape
    means = np.full((n_queries, n_features), np.nan)
    for query in range(n_queries):
        tokens = x[query, np.flatnonzero(mask[query])].astype(np.float64)
        if len(tokens) > 0:
            means[query] = tokens.mean(axis=0)
    return means
