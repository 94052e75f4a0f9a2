"""Plain loops over a dictionary of columns. Open point: a test text that never occurs in train has no column of its own, so its row is all zeros."""
import numpy as np


def one_hot(train, test):
    categories = []
    for text in train:
        if text not in categories:
            categories.append(text)
    categories.sort()
    column = {text: j for j, text in enumerate(categories)}

    def encode(texts):
        out = np.zeros((len(texts), len(categories)), dtype=np.int64)
        for i, text in enumerate(texts):
            if text in column:
                out[i, column[text]] = 1
        return out

    return encode(train), encode(test), categories
