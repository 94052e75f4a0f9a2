"""Brings texts into one Unicode form first. The decision taken: unknown_category=zero_row.

Trap: an accent written as its own character is another text.
Mistake: edge_cases_late
Caught by: edge/look-alikes
"""

from unicodedata import normalize

import numpy as np


def one_hot(train, test):
    train, test = ([normalize("NFC", text) for text in texts] for texts in (train, test))
    categories = sorted(set(train))
    place = {text: column for column, text in enumerate(categories)}

    def encode(texts):
        out = np.zeros((len(texts), len(categories)))
        for row, text in enumerate(texts):
            if text in place:
                out[row, place[text]] = 1.0
        return out

    return encode(train), encode(test), categories
