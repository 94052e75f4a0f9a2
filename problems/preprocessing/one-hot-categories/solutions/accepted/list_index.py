"""Plain lists, and the error of `list.index` for what is unknown. Policies: unknown_category=raise."""

import numpy as np


def one_hot(train, test):
    categories = []
    for text in sorted(train):
        if not categories or categories[-1] != text:
            categories.append(text)

    def encode(texts):
        rows = np.zeros((len(texts), len(categories)), dtype=np.uint8)
        for i, text in enumerate(texts):
            rows[i, categories.index(text)] = 1
        return rows

    return encode(train), encode(test), categories
