"""numpy.ma.mean"""

import numpy as np


def masked_mean(x, mask):
    x, mask = np.asarray(x, dtype=float), np.asarray(mask)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("the shapes do not fit")
    hidden = np.broadcast_to((mask == 0)[:, :, None], x.shape)
    return np.ma.array(x, mask=hidden).mean(axis=1).filled(0.0)
