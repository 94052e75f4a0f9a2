import numpy as np


def check(auc):
    """Raise AssertionError if `auc` breaks its contract; return quietly if it keeps it.

    auc(y_true, scores) -> share of (defaulted, repaid) pairs that are ranked rightly, equal scores counting one half
    """
    raise NotImplementedError
