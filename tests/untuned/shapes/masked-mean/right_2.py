"""Vectorised: np.where blanks the masked steps, then sum and divide. Open point: a query without real tokens gets NaN (0/0), which monitoring will see."""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x)
    m = np.asarray(mask)
    if x.ndim != 3 or m.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    m = m.astype(bool)
    total = np.where(m[:, :, None], x, 0).astype(np.float64).sum(axis=1)
    count = m.sum(axis=1).astype(np.float64)[:, None]
    with np.errstate(all="ignore"):
        return total / np.where(count == 0, np.nan, count)
