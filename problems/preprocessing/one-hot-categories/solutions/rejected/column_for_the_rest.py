"""Adds a last column for everything unknown.

Trap: a good idea, but another contract: the model has k inputs.
Mistake: wrong_objective
Caught by: oracle/known-categories, hygiene/lists
May also fail: edge/look-alikes, edge/small-columns, edge/unknown-category, policy/unknown_category,
  metamorphic/row-order, determinism/processes
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))
    place = {text: column for column, text in enumerate(categories)}
    k = len(categories)

    def encode(texts):
        return np.eye(k + 1)[np.array([place.get(text, k) for text in texts], dtype=int)]

    return encode(train), encode(test), categories
