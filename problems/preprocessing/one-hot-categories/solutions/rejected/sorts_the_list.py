"""Sorts the training list of the caller after encoding it.

Trap: `list.sort` works in place.
Mistake: none
Caught by: hygiene/lists
"""

from itertools import groupby

import numpy as np


def one_hot(train, test):
    texts = np.array(train, dtype=str)
    train.sort()
    categories = [text for text, _ in groupby(train)]
    columns = np.array(categories, dtype=str)
    train_1h = (texts[:, None] == columns).astype(int)
    return train_1h, (np.array(test, dtype=str)[:, None] == columns).astype(int), categories
