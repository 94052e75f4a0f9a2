import numpy as np


def group_kfold(groups, k):
    """Balanced folds in which no camera spans two folds.

    groups: camera of each photo, integers or strings, [n].
    k: number of folds.
    Returns a list of k integer arrays: the positions tested in each fold, ascending.
    """
    raise NotImplementedError
