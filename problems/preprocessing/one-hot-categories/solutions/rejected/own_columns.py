"""Each list is encoded by its own categories.

Trap: one helper applied twice.
Mistake: leakage
Caught by: perturb/later-rows, oracle/known-categories, edge/small-columns
May also fail: edge/unknown-category, policy/unknown_category, metamorphic/row-order, hygiene/lists, determinism/processes
"""

import numpy as np


def encode(texts):
    categories, inverse = np.unique(np.array(texts, dtype=str), return_inverse=True)
    return np.eye(len(categories))[inverse], categories.tolist()


def one_hot(train, test):
    train_1h, categories = encode(train)
    return train_1h, encode(test)[0], categories
