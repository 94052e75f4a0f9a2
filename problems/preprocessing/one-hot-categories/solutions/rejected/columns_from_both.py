"""Takes the categories from both lists.

Trap: no text is ever unknown when one has already looked.
Mistake: leakage
Caught by: perturb/later-rows, edge/unknown-category, policy/unknown_category
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train) | set(test))
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode(test), categories
