"""Sorts without regard to case.

Trap: an order that people like better than the one that was stated.
Mistake: wrong_objective
Caught by: edge/look-alikes
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train), key=lambda text: (text.casefold(), text))
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode(test), categories
