"""Mistake: np.array over a list of rows forgets the number of columns when there are no rows. Violates "Either list may be empty; the shapes above still hold". Shows on train = ["hail", "theft"], test = []: test_1h has shape (0,), not (0, 2)."""
import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))

    def encode(texts):
        return np.array([[1 if t == c else 0 for c in categories] for t in texts], dtype=np.int64)

    return encode(train), encode(test), categories
