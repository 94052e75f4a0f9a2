import numpy as np


def one_hot(train, test):
    """Encode two lists of texts with one column per training category.

    train: list of n strings.
    test: list of m strings.
    Returns (train_1h, test_1h, categories): arrays [n, k] and [m, k] of zeros and ones,
    and the sorted list of the k different strings of train.
    """
    raise NotImplementedError
