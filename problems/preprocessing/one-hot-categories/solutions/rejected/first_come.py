"""Categories in the order in which they first occur.

Trap: a dict keeps the order of insertion, and the example does not mind much.
Mistake: no_validation
Caught by: oracle/known-categories, metamorphic/row-order
May also fail: edge/look-alikes, edge/small-columns
"""

import numpy as np


def one_hot(train, test):
    categories = list(dict.fromkeys(train))
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode(test), categories
