"""Lower-cases the texts before anything else.

Trap: a kindness that the contract excludes.
Mistake: wrong_objective
Caught by: edge/look-alikes, edge/unknown-category
"""

import numpy as np


def one_hot(train, test):
    train, test = [text.lower() for text in train], [text.lower() for text in test]
    categories = sorted(set(train))
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode(test), categories
