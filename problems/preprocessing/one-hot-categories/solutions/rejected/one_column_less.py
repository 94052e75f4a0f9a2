"""Leaves out the first category, as for a regression without penalty.

Trap: a habit from statistics; the contract asks for all columns.
Mistake: wrong_objective
Caught by: oracle/known-categories, edge/small-columns
May also fail: edge/look-alikes, edge/unknown-category, policy/unknown_category, metamorphic/row-order,
  hygiene/lists, determinism/processes
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)[:, 1:]

    return encode(train), encode(test), categories
