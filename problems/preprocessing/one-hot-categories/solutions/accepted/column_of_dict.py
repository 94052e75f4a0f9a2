"""A dict from text to column, one assignment per row. Policies: unknown_category=raise."""

import numpy as np


def encode(texts, column_of):
    out = np.zeros((len(texts), len(column_of)))
    for row, text in enumerate(texts):
        column = column_of.get(text)
        if column is None:
            raise ValueError("a text was never seen in training: the model has no column for it")
        out[row, column] = 1.0
    return out


def one_hot(train, test):
    categories = sorted(set(train))
    column_of = {text: column for column, text in enumerate(categories)}
    return encode(train, column_of), encode(test, column_of), categories
