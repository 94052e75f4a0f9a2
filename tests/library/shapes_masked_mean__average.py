"""numpy.average with the mask as weights"""

import numpy as np


def masked_mean(x, mask):
    x, mask = np.asarray(x, dtype=float), np.asarray(mask, dtype=float)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("the shapes do not fit")
    out = np.zeros((x.shape[0], x.shape[2]))
    for row in np.flatnonzero(mask.any(axis=1)):
        out[row] = np.average(x[row], axis=0, weights=mask[row])
    return out
