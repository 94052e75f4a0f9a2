import numpy as np


def sanity_report(X_train, y_train, X_test):
    """List what is wrong with a table, as sorted codes.

    X_train: readings [n, d]. y_train: labels [n], 0, 1 or NaN. X_test: readings [m, d].
    Returns a sorted list of strings: missing, constant:j, train_test_duplicate, label_leak:j, single_class.
    """
    raise NotImplementedError
