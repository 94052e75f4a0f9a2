"""sklearn.utils.resample, and scipy.special.expit of logit"""

import numpy as np
from scipy.special import expit, logit
from sklearn.utils import resample


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("the share is not above 0 and at most 1")
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    count = round(keep * len(negatives))
    if count:
        positives = np.append(positives, resample(negatives, replace=False, n_samples=count, random_state=int(seed)))
    return np.sort(positives), expit(logit(p) + np.log(keep))
