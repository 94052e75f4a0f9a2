"""Mistake: the comparison is returned as it is, a bool array. Violates "arrays ... of an integer or float dtype (not bool)". Shows on any input, for example train = ["hail"], test = []: dtype bool."""
import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))
    cats = np.array(categories, dtype=object).reshape(1, -1)

    def encode(texts):
        column = np.empty((len(texts), 1), dtype=object)
        column[:, 0] = texts
        return np.equal(column, cats).astype(bool)

    return encode(train), encode(test), categories
