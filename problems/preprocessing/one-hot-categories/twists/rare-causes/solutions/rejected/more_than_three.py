"""Asks for more than three occurrences.

Trap: at least three, or more than three.
Mistake: edge_cases_late
Caught by: edge/rare-texts
May also fail: oracle/known-categories, metamorphic/row-order, determinism/processes, edge/look-alikes,
  hygiene/lists
"""

from collections import Counter

import numpy as np


def one_hot(train, test):
    categories = sorted(text for text, count in Counter(train).items() if count > 3)
    k = len(categories)
    place = dict(zip(categories, range(k)))

    def encode(texts):
        return np.eye(k + 1)[np.array([place.get(text, k) for text in texts], dtype=int)]

    return encode(train), encode(test), categories
