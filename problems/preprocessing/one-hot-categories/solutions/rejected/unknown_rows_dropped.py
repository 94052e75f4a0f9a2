"""Leaves later rows with an unknown text out.

Trap: the caller's other columns no longer line up.
Mistake: shapes_assumed
Caught by: edge/unknown-category, policy/unknown_category
May also fail: perturb/later-rows
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode([text for text in test if text in set(categories)]), categories
