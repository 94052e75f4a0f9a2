"""Mistake: searchsorted finds the insertion point, and a text that train never had is booked under its neighbour. Violates "A row holds 1 in the column of its own text and 0 elsewhere". Shows on train = ["glass", "theft"], test = ["hail"]: marked as theft."""
import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))
    k = len(categories)

    def encode(texts):
        out = np.zeros((len(texts), k), dtype=np.int64)
        if k == 0 or len(texts) == 0:
            return out
        cats = np.array(categories, dtype=object)
        cols = np.searchsorted(cats, np.array(texts, dtype=object))
        cols = np.minimum(cols, k - 1)
        out[np.arange(len(texts)), cols] = 1
        return out

    return encode(train), encode(test), categories
