import math

import numpy as np


def check(split):
    """Raise AssertionError if `split` breaks its contract; return quietly if it keeps it.

    split(X, y, test_frac, seed) -> X_train, X_test, y_train, y_test
    """
    raise NotImplementedError
