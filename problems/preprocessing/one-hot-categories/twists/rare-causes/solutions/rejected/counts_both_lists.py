"""Counts occurrences in both lists.

Trap: the threshold is learnt from the data, too.
Mistake: leakage
Caught by: edge/rare-texts
May also fail: oracle/known-categories, metamorphic/row-order, determinism/processes, edge/look-alikes,
  edge/unknown-category, hygiene/lists
"""

from collections import Counter

import numpy as np


def one_hot(train, test):
    categories = sorted(text for text, count in Counter(train + test).items() if count >= 3)
    k = len(categories)
    place = dict(zip(categories, range(k)))

    def encode(texts):
        return np.eye(k + 1)[np.array([place.get(text, k) for text in texts], dtype=int)]

    return encode(train), encode(test), categories
