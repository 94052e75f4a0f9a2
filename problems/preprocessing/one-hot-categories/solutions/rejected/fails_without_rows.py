"""Stacks one row per text: without texts there is nothing to stack.

Trap: the night without a claim.
Mistake: edge_cases_late
Caught by: edge/small-columns
May also fail: edge/unknown-category
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))

    def encode(texts):
        return np.stack([np.array([float(text == category) for category in categories]) for text in texts])

    return encode(train), encode(test), categories
