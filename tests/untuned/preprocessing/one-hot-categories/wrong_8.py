"""Mistake: test is stored with the fixed-width string dtype of train, which cuts longer texts silently. Violates "Texts are compared exactly as they are". Shows on train = ["hail", "ice"], test = ["hailstorm"]: cut to "hail" and encoded as hail."""
import numpy as np


def one_hot(train, test):
    if len(train) == 0:
        return np.zeros((0, 0)), np.zeros((len(test), 0)), []
    a = np.array(train)
    b = np.array(test, dtype=a.dtype)
    categories, codes = np.unique(a, return_inverse=True)
    train_1h = np.zeros((len(a), len(categories)))
    train_1h[np.arange(len(a)), codes] = 1.0
    test_1h = (b[:, None] == categories[None, :]).astype(np.float64)
    return train_1h, test_1h, [str(c) for c in categories]
