"""Takes the empty text for a missing value and gives it no column.

Trap: `if text` is false for a text that counts.
Mistake: edge_cases_late
Caught by: edge/look-alikes
"""

import numpy as np


def one_hot(train, test):
    categories = sorted({text for text in train if text})
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode(test), categories
