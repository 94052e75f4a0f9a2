"""Mistake: the categories are collected from train and test together. Violates "categories is the list of the k different texts that occur in train". Shows on train = ["hail"], test = ["flood"]: two columns."""
import numpy as np


def one_hot(train, test):
    categories = sorted(set(train) | set(test))
    index = {c: j for j, c in enumerate(categories)}

    def encode(texts):
        out = np.zeros((len(texts), len(categories)))
        for i, t in enumerate(texts):
            out[i, index[t]] = 1.0
        return out

    return encode(train), encode(test), categories
