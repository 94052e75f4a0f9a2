"""Raises only when no later text is known at all; single unknown texts become zeros.

Trap: two answers to one question, depending on the company.
Mistake: edge_cases_late
Caught by: policy/unknown_category
May also fail: edge/unknown-category
"""

import numpy as np


def one_hot(train, test):
    categories = sorted(set(train))
    if test and not set(test) & set(categories):
        raise ValueError("none of the later texts was seen in training")
    columns = np.array(categories, dtype=str)

    def encode(texts):
        return (np.array(texts, dtype=str)[:, None] == columns).astype(int)

    return encode(train), encode(test), categories
