"""Adds one at fancy indices.

Trap: of the rows of a batch with the same pair of classes only one is counted, without a word.
Mistake: shapes_assumed
Caught by: oracle/streams, oracle/uneven-batches, metamorphic/one-batch, metamorphic/row-by-row, edge/many-looks
May also fail: edge/absent-classes, edge/without-rows, edge/several-instances, edge/narrow-types
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.confusion = np.zeros((n_classes, n_classes))

    def update(self, y_true, y_pred):
        rows = np.asarray(y_true, dtype=int), np.asarray(y_pred, dtype=int)
        self.confusion[rows] += 1

    def compute(self):
        hits = np.diag(self.confusion)
        ends = self.confusion.sum(axis=0) + self.confusion.sum(axis=1)
        f1 = np.divide(2 * hits, ends, out=np.zeros(len(hits)), where=ends > 0)
        return float(f1.mean())
