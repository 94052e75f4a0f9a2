import numpy as np


def check(rolling_mean):
    """Raise AssertionError if `rolling_mean` breaks its contract; return quietly if it keeps it.

    rolling_mean(ts, x, w) -> n numbers; number i is the mean of x[j] over the rows with ts[i] - w < ts[j] <= ts[i]
    """
    raise NotImplementedError
