"""Binary search: sorted unique list, bisect for every text, ones written by fancy indexing. Open point: a test text unknown to train cannot be encoded, and this version raises ValueError for it rather than guess."""
from bisect import bisect_left
from itertools import groupby

import numpy as np


def one_hot(train, test):
    categories = [text for text, _ in groupby(sorted(train))]
    k = len(categories)

    def encode(texts):
        cols = []
        for text in texts:
            j = bisect_left(categories, text)
            if j == k or categories[j] != text:
                raise ValueError("unknown category %r" % (text,))
            cols.append(j)
        out = np.zeros((len(texts), k), dtype=np.uint8)
        if cols:
            out[np.arange(len(cols)), cols] = 1
        return out

    return encode(train), encode(test), categories
