import numpy as np


def stratified_split(y, test_frac, seed):
    """Split the rows of a labelled table so that every class is on both sides.

    y          labels, one per row: [n] array or list of integers or of strings
    test_frac  share of each class that goes to the test side, strictly between 0 and 1
    seed       integer, 0 <= seed < 2**32

    Returns (train_idx, test_idx): integer arrays of row positions, each ascending.
    """
    raise NotImplementedError
