"""Plain loops with a private random.Random and Python's own round; the correction is written element by element with
(1 - p) formed first."""
import random

import numpy as np


def downsample(y, keep, seed, p):
    kappa = float(keep)
    if not (0.0 < kappa <= 1.0):
        raise ValueError("keep must be above 0 and at most 1")
    kept, negatives = [], []
    for i in range(len(y)):
        if y[i] == 1:
            kept.append(i)
        else:
            negatives.append(i)
    kept += random.Random(int(seed)).sample(negatives, round(kappa * len(negatives)))
    kept.sort()
    corrected = np.empty(len(p), dtype=np.float64)
    for j in range(len(p)):
        q = float(p[j])
        corrected[j] = kappa * q / (kappa * q + (1.0 - q))
    return np.array(kept, dtype=np.int64), corrected
