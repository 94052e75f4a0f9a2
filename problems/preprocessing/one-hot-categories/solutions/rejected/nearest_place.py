"""Looks up by binary search, which finds a place for every text.

Trap: `searchsorted` says where a text would go, not whether it is there.
Mistake: edge_cases_late
Caught by: edge/unknown-category, policy/unknown_category
"""

import numpy as np


def one_hot(train, test):
    categories = np.unique(np.array(train, dtype=str))
    k = len(categories)

    def encode(texts):
        out = np.zeros((len(texts), k))
        if k:
            places = np.minimum(np.searchsorted(categories, np.array(texts, dtype=str)), k - 1)
            out[np.arange(len(texts)), places] = 1.0
        return out

    return encode(train), encode(test), categories.tolist()
