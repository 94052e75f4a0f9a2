"""Drops the texts `nan` and `None` as missing.

Trap: a filter from another project.
Mistake: wrong_objective
Caught by: edge/look-alikes
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train) - {"nan", "None"})
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode(test), categories
