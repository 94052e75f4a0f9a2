"""Sorts numbers by value and other texts behind them.

Trap: an order that people like better than the one that was stated.
Mistake: wrong_objective
Caught by: edge/look-alikes
"""

import numpy as np


def natural(text):
    return (0, int(text), text) if text.isdigit() else (1, 0, text)


def one_hot(train, test):
    categories = sorted(set(train), key=natural)
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode(test), categories
