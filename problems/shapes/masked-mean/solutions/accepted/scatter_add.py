"""Flat list of real tokens, added up per query. Policies: empty_row=zeros."""
import numpy as np


def masked_mean(x, mask):
    x, mask = np.asarray(x), np.asarray(mask)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    query_of_token, step_of_token = np.nonzero(mask)
    sums = np.zeros((x.shape[0], x.shape[2]))
    np.add.at(sums, query_of_token, x[query_of_token, step_of_token].astype(np.float64))
    counts = np.bincount(query_of_token, minlength=x.shape[0])
    return np.divide(sums, counts[:, None], out=np.zeros_like(sums), where=counts[:, None] > 0)
