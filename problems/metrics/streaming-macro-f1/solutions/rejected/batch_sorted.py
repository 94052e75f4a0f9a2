"""Sorts both sides of a batch before comparing.

Trap: rows lose their partner, and the caller's arrays their order.
Mistake: no_validation
Caught by: hygiene/inputs, oracle/streams, oracle/uneven-batches
May also fail: metamorphic/one-batch, metamorphic/row-by-row, edge/absent-classes, edge/without-rows, edge/many-looks,
    edge/several-instances, edge/narrow-types
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.confusion = np.zeros((n_classes, n_classes))

    def update(self, y_true, y_pred):
        rows = np.asarray(y_true, dtype=int), np.asarray(y_pred, dtype=int)
        for side in rows:
            side.sort()
        np.add.at(self.confusion, rows, 1)

    def compute(self):
        hits = np.diag(self.confusion)
        ends = self.confusion.sum(axis=0) + self.confusion.sum(axis=1)
        f1 = np.divide(2 * hits, ends, out=np.zeros(len(hits)), where=ends > 0)
        return float(f1.mean())
