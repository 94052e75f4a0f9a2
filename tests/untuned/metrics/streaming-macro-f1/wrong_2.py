"""Mistake: the zero counters come from a cached factory, so instances with the same number of classes share one array. Violates "There is one instance per conveyor, and several run in one process. They have nothing to do with one another". Shows on two instances of StreamingMacroF1(3) of which only one is updated."""
from functools import lru_cache

import numpy as np


@lru_cache(maxsize=None)
def _zeros(n_classes):
    return np.zeros((3, n_classes), dtype=np.int64)


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.n_classes = n_classes
        self.counts = _zeros(n_classes)

    def update(self, y_true, y_pred):
        for t, p in zip(y_true, y_pred):
            if t == p:
                self.counts[0, t] += 1
            else:
                self.counts[1, p] += 1
                self.counts[2, t] += 1

    def compute(self):
        tp, fp, fn = self.counts
        den = 2 * tp + fp + fn
        return float(np.mean(2 * tp / np.where(den == 0, 1, den)))
