"""The `where` argument of numpy's mean. Policies: empty_row=nan."""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=np.float64)
    mask = np.asarray(mask, dtype=bool)
    b, t, _ = x.shape  # a ValueError unless there are three dimensions
    if mask.shape != (b, t):
        raise ValueError("mask must be [B, T]")
    with np.errstate(invalid="ignore", divide="ignore"):
        total = np.add.reduce(x, axis=1, where=mask.reshape(b, t, 1))
        return total / np.count_nonzero(mask, axis=1).reshape(b, 1)
