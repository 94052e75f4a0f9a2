"""Builds a list of rows: without texts the array has one axis.

Trap: an array made of nothing has no columns.
Mistake: shapes_assumed
Caught by: edge/small-columns
May also fail: edge/unknown-category
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))

    def encode(texts):
        return np.array([[int(text == category) for category in categories] for text in texts])

    return encode(train), encode(test), categories
