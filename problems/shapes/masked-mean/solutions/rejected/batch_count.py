"""The count of all real tokens in the batch, scaled back by the number of queries.

Trap: right when all queries are equally long; otherwise each mean depends on its neighbours.
Mistake: wrong_objective
Caught by: oracle/padded, perturb/other-queries
May also fail: oracle/scattered, oracle/sizes, oracle/numbers, edge/small-sizes, edge/faulty-token,
  stability/small-dtypes
Policies: empty_row=inconsistent
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    mask = np.asarray(mask, dtype=bool)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    if len(x) == 0:
        return np.zeros((0, x.shape[2]))
    per_query = max(mask.sum(), 1) / len(x)
    return np.where(mask[:, :, None], x, 0.0).sum(axis=1) / per_query
