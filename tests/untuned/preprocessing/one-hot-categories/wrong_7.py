"""Mistake: the empty text is taken for a missing value and gets no column. Violates "the empty text is a text like any other". Shows on train = ["", "hail"]: categories is ["hail"]."""
import numpy as np


def one_hot(train, test):
    categories = sorted({t for t in train if t})
    index = {c: j for j, c in enumerate(categories)}

    def encode(texts):
        out = np.zeros((len(texts), len(categories)), dtype=np.int64)
        for i, t in enumerate(texts):
            if t and t in index:
                out[i, index[t]] = 1
        return out

    return encode(train), encode(test), categories
