"""Matches a text with every category it begins with.

Trap: `startswith` where equality is meant.
Mistake: wrong_objective
Caught by: oracle/known-categories, edge/look-alikes
May also fail: edge/unknown-category, edge/small-columns, policy/unknown_category
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))

    def encode(texts):
        out = np.zeros((len(texts), len(categories)))
        for row, text in enumerate(texts):
            for column, category in enumerate(categories):
                out[row, column] = text.startswith(category)
        return out

    return encode(train), encode(test), categories
