"""Mistake: texts are stripped of surrounding spaces first. Violates "Texts are compared exactly as they are: case, spaces and digits count". Shows on train = ["hail", "hail "]: one category instead of two."""
import numpy as np


def one_hot(train, test):
    train = [t.strip() for t in train]
    test = [t.strip() for t in test]
    categories = sorted(set(train))
    index = {c: j for j, c in enumerate(categories)}
    train_1h = np.zeros((len(train), len(categories)), dtype=int)
    test_1h = np.zeros((len(test), len(categories)), dtype=int)
    for out, texts in ((train_1h, train), (test_1h, test)):
        for i, t in enumerate(texts):
            j = index.get(t)
            if j is not None:
                out[i, j] = 1
    return train_1h, test_1h, categories
