"""An unknown text gets the index -1, and with it the last column.

Trap: Python counts negative indices from the end, without complaint.
Mistake: edge_cases_late
Caught by: edge/unknown-category, policy/unknown_category
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))
    column_of = {text: column for column, text in enumerate(categories)}

    def encode(texts):
        out = np.zeros((len(texts), len(categories)))
        if categories:
            for row, text in enumerate(texts):
                out[row, column_of.get(text, -1)] = 1.0
        return out

    return encode(train), encode(test), categories
