"""pandas' groupby means, as they are"""

import numpy as np
import pandas as pd


def masked_mean(x, mask):
    x, mask = np.asarray(x, dtype=float), np.asarray(mask)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("the shapes do not fit")
    queries, steps = np.nonzero(mask)
    means = pd.DataFrame(x[queries, steps]).groupby(queries).mean()
    return means.reindex(range(len(x))).to_numpy(copy=True)
