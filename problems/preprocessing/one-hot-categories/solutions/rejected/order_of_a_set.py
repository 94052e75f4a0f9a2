"""Categories in the order of a set.

Trap: the order of a set of strings differs from process to process.
Mistake: no_validation
Caught by: determinism/processes, oracle/known-categories
May also fail: edge/look-alikes, edge/small-columns, edge/unknown-category, policy/unknown_category,
  metamorphic/row-order
"""

import numpy as np


def one_hot(train, test):
    categories = list(set(train))
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode(test), categories
