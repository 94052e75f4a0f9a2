"""Keeps the last batch only.

Trap: an assignment where a sum was meant; every test with one batch passes.
Mistake: no_validation
Caught by: oracle/streams, oracle/uneven-batches, metamorphic/one-batch, metamorphic/row-by-row, edge/many-looks,
    edge/without-rows
May also fail: edge/absent-classes, edge/several-instances, edge/narrow-types
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.confusion = np.zeros((n_classes, n_classes))

    def update(self, y_true, y_pred):
        rows = np.asarray(y_true, dtype=int), np.asarray(y_pred, dtype=int)
        self.confusion = np.zeros_like(self.confusion)
        np.add.at(self.confusion, rows, 1)

    def compute(self):
        hits = np.diag(self.confusion)
        ends = self.confusion.sum(axis=0) + self.confusion.sum(axis=1)
        f1 = np.divide(2 * hits, ends, out=np.zeros(len(hits)), where=ends > 0)
        return float(f1.mean())
