"""Returns the comparison itself: truth values instead of numbers.

Trap: they print as False and True, and behave otherwise in sums and differences.
Mistake: no_validation
Caught by: hygiene/lists, oracle/known-categories
May also fail: edge/look-alikes, edge/small-columns, edge/unknown-category, policy/unknown_category,
  metamorphic/row-order, determinism/processes
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))
    columns = np.array(categories, dtype=str)
    train_1h, test_1h = (np.array(texts, dtype=str)[:, None] == columns for texts in (train, test))
    return train_1h, test_1h, categories
