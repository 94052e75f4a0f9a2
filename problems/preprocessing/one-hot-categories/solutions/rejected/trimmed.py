"""Trims spaces before anything else.

Trap: a kindness that the contract excludes.
Mistake: wrong_objective
Caught by: edge/look-alikes, edge/unknown-category
"""

import numpy as np


def one_hot(train, test):
    categories = sorted({text.strip() for text in train})
    column_of = {text: column for column, text in enumerate(categories)}

    def encode(texts):
        out = np.zeros((len(texts), len(categories)))
        for row, text in enumerate(texts):
            if text.strip() in column_of:
                out[row, column_of[text.strip()]] = 1.0
        return out

    return encode(train), encode(test), categories
