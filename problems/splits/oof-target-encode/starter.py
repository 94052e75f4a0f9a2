import numpy as np


def oof_target_encode(cat, y, fold, m):
    """Encode each row's category by the smoothed mean of y over the other folds.

    cat: n strings. y: n numbers. fold: n integers. m: smoothing strength, at least 0.
    Returns a float64 array [n]. Raises ValueError on invalid input.
    """
    raise NotImplementedError
