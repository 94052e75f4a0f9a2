"""pandas.Series.nlargest"""

import numpy as np
import pandas as pd


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores), np.asarray(items, dtype=float)
    if scores.ndim != 2 or items.ndim != 3 or items.shape[:2] != scores.shape or not 1 <= k <= scores.shape[1]:
        raise ValueError("the shapes do not fit")
    out = np.empty((len(scores), k, items.shape[2]))
    for row, values in enumerate(scores):
        best = pd.Series(values.astype(float)).nlargest(k, keep="first")
        out[row] = items[row, best.index]
    return out
