"""Keeps the first result.

Trap: a cache that no update empties.
Mistake: early_optimisation
Caught by: edge/many-looks, oracle/streams, edge/without-rows, edge/absent-classes, edge/several-instances
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.confusion = np.zeros((n_classes, n_classes))
        self.result = None

    def update(self, y_true, y_pred):
        rows = np.asarray(y_true, dtype=int), np.asarray(y_pred, dtype=int)
        np.add.at(self.confusion, rows, 1)

    def compute(self):
        if self.result is not None:
            return self.result
        hits = np.diag(self.confusion)
        ends = self.confusion.sum(axis=0) + self.confusion.sum(axis=1)
        f1 = np.divide(2 * hits, ends, out=np.zeros(len(hits)), where=ends > 0)
        self.result = float(f1.mean())
        return self.result
