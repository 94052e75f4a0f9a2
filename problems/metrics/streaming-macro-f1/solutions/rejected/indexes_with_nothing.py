"""Indexes with whatever array a list becomes; an empty list becomes one of floats.

Trap: a batch without rows may be a list as well.
Mistake: edge_cases_late
Caught by: edge/without-rows
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.confusion = np.zeros((n_classes, n_classes), dtype=np.int64)

    def update(self, y_true, y_pred):
        np.add.at(self.confusion, (np.asarray(y_true), np.asarray(y_pred)), 1)

    def compute(self):
        hits = self.confusion.diagonal()
        ends = self.confusion.sum(axis=0) + self.confusion.sum(axis=1)
        return float(np.mean(2 * hits / np.maximum(ends, 1)))
