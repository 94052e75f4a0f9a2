"""Adds hits and misses over the classes before dividing.

Trap: that is micro-F1, which is the accuracy; frequent classes decide it.
Mistake: wrong_objective
Caught by: oracle/streams, oracle/uneven-batches, edge/many-looks, edge/absent-classes
May also fail: edge/without-rows, edge/several-instances, edge/narrow-types
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.confusion = np.zeros((n_classes, n_classes))

    def update(self, y_true, y_pred):
        rows = np.asarray(y_true, dtype=int), np.asarray(y_pred, dtype=int)
        np.add.at(self.confusion, rows, 1)

    def compute(self):
        hits = np.diag(self.confusion)
        ends = self.confusion.sum(axis=0) + self.confusion.sum(axis=1)
        return float(2 * hits.sum() / ends.sum()) if ends.any() else 0.0
