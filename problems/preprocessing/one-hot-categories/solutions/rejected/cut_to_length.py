"""Converts the later texts to the dtype of the categories, which cuts them to the longest of these.

Trap: numpy's text arrays have a fixed width and do not say so.
Mistake: shapes_assumed
Caught by: edge/unknown-category
May also fail: policy/unknown_category
"""

import numpy as np


def one_hot(train, test):
    categories = np.unique(np.array(train, dtype=str))

    def encode(texts):
        return (np.array(texts, dtype=categories.dtype)[:, None] == categories).astype(int)

    return encode(train), encode(test), categories.tolist()
