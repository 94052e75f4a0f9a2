"""Rare texts share the column; texts that training never saw have a row of zeros.

Trap: the first half of the new rule.
Mistake: edge_cases_late
Caught by: edge/rare-texts, edge/unknown-category
"""

from collections import Counter

import numpy as np


def one_hot(train, test):
    counts = Counter(train)
    categories = sorted(text for text, count in counts.items() if count >= 3)
    k = len(categories)
    place = {text: k for text in counts} | dict(zip(categories, range(k)))

    def encode(texts):
        out = np.zeros((len(texts), k + 1))
        for row, text in enumerate(texts):
            if text in place:
                out[row, place[text]] = 1.0
        return out

    return encode(train), encode(test), categories
