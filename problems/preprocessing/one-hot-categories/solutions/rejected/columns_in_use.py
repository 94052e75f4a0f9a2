"""Leaves out the columns that no later row uses.

Trap: a column of zeros looks like waste.
Mistake: leakage
Caught by: perturb/later-rows, oracle/known-categories
May also fail: metamorphic/row-order, edge/small-columns, edge/unknown-category, policy/unknown_category,
  hygiene/lists, determinism/processes
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train) & set(test)) if test else sorted(set(train))
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode(test), categories
