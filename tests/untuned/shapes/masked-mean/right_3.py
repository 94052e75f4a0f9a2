"""Scatter: all real tokens of the batch are picked into one list and added to their query with np.add.at. Open point: zeros for a query without real tokens."""
import numpy as np


def masked_mean(x, mask):
    x, mask = np.asarray(x), np.asarray(mask)
    if x.ndim != 3:
        raise ValueError(f"x has {x.ndim} dimensions, not 3")
    if mask.ndim != 2 or mask.shape != (x.shape[0], x.shape[1]):
        raise ValueError(f"mask has shape {mask.shape}")
    b, t = np.nonzero(mask)
    sums = np.zeros((x.shape[0], x.shape[2]), dtype=np.float64)
    with np.errstate(all="ignore"):
        np.add.at(sums, b, x[b, t].astype(np.float64))
    counts = np.bincount(b, minlength=x.shape[0])
    return sums / np.maximum(counts, 1)[:, None]
