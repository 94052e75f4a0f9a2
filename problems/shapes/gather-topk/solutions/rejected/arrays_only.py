"""Trap: expects arrays.

Mistake: shapes_assumed
Caught by: hygiene/forms
May also fail: loud/shapes
"""

import numpy as np


def gather_topk(scores, items, k):
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    order = np.argsort(-scores.astype(float), axis=1, kind="stable")[:, :k]
    return np.take_along_axis(items, order[:, :, None], axis=1).astype(float)
