"""One pass that keeps each negative with the chance of what is still due; the correction as a shift of the logit."""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    rng = np.random.default_rng(seed)
    left = np.sum(y != 1)
    due = np.round(keep * left)
    idx = []
    for i, label in enumerate(y):
        if label != 1:
            drawn = rng.random() * left < due
            left -= 1
            due -= drawn
        if label == 1 or drawn:
            idx.append(i)
    with np.errstate(divide="ignore", over="ignore"):
        logit = np.log(p) - np.log1p(-p) + np.log(keep)
        return np.array(idx, dtype=int), 1 / (1 + np.exp(-logit))
